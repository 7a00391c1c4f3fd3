"""Which of the nine languages a text is in: the script where it tells, statistics where it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from dragoman.model import Language
from dragoman.remembered import remembered

_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LATIN_LANGUAGES = ["en", "es", "de", "fr", "pt"]
_JAPANESE_ONLY = re.compile(r"[々〆ヶ]|製|単価|価格|込|円")
_MOST = 2000
"""Characters looked at."""
_UNSURE = 0.5
_FEWEST_LETTERS = 4
_CLEARLY = 3.0


def identify(text: str, /) -> tuple[Language, float]:
    """The language and how sure that is, in (0, 1]. Text without letters is English, unsurely.

    >>> identify("Edelstahl-Trinkflasche mit Deckel, doppelwandig")[0], identify("不锈钢保温杯")[0]
    ('de', 'zh')
    """
    text = text[:_MOST]
    script = by_script(text)
    if script is not None:
        return script
    letters = len(_LATIN.findall(text))
    if letters < _FEWEST_LETTERS:
        return "en", 0.1
    ranked = latin_shares(text)
    best = max(ranked, key=lambda language: ranked[language])
    if ranked[best] < _CLEARLY * ranked["en"]:  # trade names are mostly English
        best = "en"
    return best, max(0.1, min(ranked[best], 1.0 if letters > 20 else _UNSURE + letters / 50))


@remembered(2_000)
def latin_shares(text: str, /) -> Mapping[Language, float]:
    """What statistics say of a text in Latin letters: how likely it is in each of the five languages."""
    return {language: float(sure) for language, sure in _latin().rank(text[:_MOST])}


def of_title(title: str, usual: Language, /) -> Language:
    """The language of one title in a list that is usually in `usual`: only its script can say otherwise."""
    script = by_script(title)
    if script is not None:
        return "ja" if script[0] == "zh" and usual == "ja" else script[0]
    if usual in _LATIN_LANGUAGES or not _LATIN.search(title):
        return usual
    return "en"


def by_script(text: str, /) -> tuple[Language, float] | None:
    """The language that a text's script tells; None for Latin letters, which five languages write."""
    if text.isascii():
        return None
    counts = {
        "ru": len(_CYRILLIC.findall(text)),
        "ar": len(_ARABIC.findall(text)),
        "ja": 2 * len(_KANA.findall(text)),
        "zh": 2 * len(_HAN.findall(text)),
    }
    latin = len(_LATIN.findall(text)) / 3  # brands and units are written in Latin letters everywhere
    if counts["ja"] and counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]
        counts["zh"] = 0
    best = max(counts, key=lambda name: counts[name])
    if counts[best] == 0 or counts[best] < latin:
        return None
    if best == "zh" and _JAPANESE_ONLY.search(text):
        return "ja", 0.7
    return best, min(1.0, 0.8 + counts[best] / 50)


@cache
def _latin() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN_LANGUAGES)
    return identifier
