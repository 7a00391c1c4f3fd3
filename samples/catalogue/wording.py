"""Words in the nine languages, each with as many variants as people really use."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "zh", "es", "de", "fr", "pt", "ja", "ar", "ru")

Words = Mapping[str, tuple[str, ...]]
"""Language -> variants, the commonest first."""


def words(*, en: str, zh: str, es: str, de: str, fr: str, pt: str, ja: str, ar: str, ru: str) -> Words:
    """Variants are parted by "|".

    >>> words(en="cup|mug", zh="杯", es="taza", de="Tasse", fr="tasse", pt="caneca", ja="カップ", ar="كوب", ru="чашка")["en"]
    ('cup', 'mug')
    """
    texts = {"en": en, "zh": zh, "es": es, "de": de, "fr": fr, "pt": pt, "ja": ja, "ar": ar, "ru": ru}
    return {language: tuple(text.split("|")) for language, text in texts.items()}
