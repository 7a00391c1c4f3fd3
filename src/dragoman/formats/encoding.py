"""Which encoding a text file is in: told by its BOM, proved by UTF-8, or else the likeliest of the trade's.

Each candidate is a small model of text: how often a character outside ASCII is a common letter, a capital,
a sign or something else, how large each of these classes is, and which neighbours it may have. The same
bytes are decoded by each candidate, and the one that makes them least surprising wins; how far it
wins is the confidence. Price lists are short, so this must work on a few dozen letters.
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MAX_SCORED_BYTES = 40_000
_ASCII_COST = math.log(64)
"""Surprise of one ASCII byte, the same in every model; a two-byte character that eats one must pay for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """An encoding with how sure it is, in (0, 1]."""

    encoding: str
    """A name that `codecs.lookup` knows and that skips a BOM."""
    confidence: float

    def show(self) -> str:
        """For a person: "cp1252 (0.98)"."""
        return f"{self.encoding} ({self.confidence:.2f})"


def detect(sample: bytes, /) -> Detected | None:
    """The encoding of a file's beginning (and pieces from further in); None where it is not text.

    `sample` may end within a character.
    """
    for found in (_by_bom(sample), _by_zeros(sample)):
        if found is not None:
            return found
    if not looks_like_text(sample):
        return None
    if sample.isascii():
        return _seven_bit(sample)
    return _as_utf8(sample) or _likeliest(sample)


def looks_like_text(sample: bytes, /) -> bool:
    """Whether a sample of a one- or multi-byte encoding (not UTF-16) has next to no control bytes."""
    controls = len(_CONTROL.findall(sample.rstrip(b"\x1a")))
    return sample.count(0) * 1000 <= len(sample) and controls * 200 <= len(sample)


_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# --------------------------------------------------------------------------------- certain ones


def _by_bom(sample: bytes) -> Detected | None:
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ):
        if sample.startswith(bom):
            return Detected(encoding=name, confidence=1.0)
    return None


def _by_zeros(sample: bytes) -> Detected | None:
    """UTF-16 without a BOM: text has line ends or ASCII, so one half of its pairs has zeros."""
    zeros = sample.count(0)
    if zeros * 25 < len(sample) or len(sample) < 4:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if second > first else "utf-16-be"
    text = codecs.getincrementaldecoder(name)("replace").decode(sample[: len(sample) // 2 * 2])
    strange = sum(not (c.isprintable() or c in "\r\n\t\u3000\xa0\ufeff") for c in text)
    if min(first, second) * 4 > zeros or strange * 50 > len(text) or "\x00" in text:
        return None
    return Detected(encoding=name, confidence=0.9)


def _seven_bit(sample: bytes) -> Detected | None:
    if re.search(rb"\x1b\$[@B]", sample) and decodes(sample, "iso2022_jp"):
        return Detected(encoding="iso2022_jp", confidence=0.95)
    return Detected(encoding="utf-8", confidence=1.0) if b"\x1b" not in sample else None


def _as_utf8(sample: bytes) -> Detected | None:
    """UTF-8, also where a few bytes of a long text are broken: no other encoding looks like it by chance."""
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    broken = len(_ESCAPED.findall(text))
    good = sum(1 for _ in _NON_ASCII.finditer(text)) - broken
    if broken == 0:
        return Detected(encoding="utf-8", confidence=0.99)
    if good >= 20 * broken:
        return Detected(encoding="utf-8", confidence=0.9)
    return None


_ESCAPED = re.compile("[\udc80-\udcff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def decodes(sample: bytes, encoding: str, /) -> bool:
    """Whether the bytes are possible in an encoding; a character cut at the end is."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=False)
    except (UnicodeError, ValueError):
        return False
    return True


def _nearly_decodes(sample: bytes, encoding: str) -> bool:
    """The same where a few bytes of a long text are broken."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    broken = text.count("\ufffd")
    return sum(1 for _ in _NON_ASCII.finditer(text)) >= 20 * broken


# ---------------------------------------------------------------------------------- likely ones


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """Characters that are about equally frequent: `share` of all, `size` of them."""

    member: Callable[[str], bool]
    share: float
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    encoding: str
    classes: tuple[_Class, ...]
    joined: bool = False
    """Whether its letters stand next to each other (Cyrillic) or between ASCII letters (Latin)."""
    wide: bool = False
    """Whether its characters take several bytes."""
    prior: float = 0.0
    """Log of how much rarer it is in supplier files than the commonest."""


def _one_of(characters: str, share: float) -> _Class:
    held = frozenset(characters)
    return _Class(member=held.__contains__, share=share, size=len(held))


def _range(encoding: str, lead: tuple[int, int], trail: tuple[int, int], share: float, size: int) -> _Class:
    """Characters whose two bytes in `encoding` lie in the given bounds."""

    def member(character: str) -> bool:
        try:
            pair = character.encode(encoding)
        except UnicodeError:
            return False
        return len(pair) == 2 and lead[0] <= pair[0] <= lead[1] and trail[0] <= pair[1] <= trail[1]

    return _Class(member=member, share=share, size=size)


_SIGNS = "€°²³±×–—„“”‘’«»®™·µ½¼¾…•£§º¹ª№≤≥Ø¿¡"
_NEVER_INSIDE_A_WORD = frozenset("°²³±¿¡£§º¹ª½¼¾¨´¸¤")
_NO_BREAK = "\xa0"
_OTHER = _Class(member=lambda _c: True, share=0.002, size=100)
_WIDE_OTHER = _Class(member=lambda _c: True, share=0.01, size=20_000)
_WIDE_SIGNS = "，。、（）：；％・「」【】～－＋／×℃Φφ￥　！？“”　ー０１２３４５６７８９ＡＢＣＭＬ"


def _latin(encoding: str, small: str, prior: float) -> _Model:
    return _Model(
        encoding=encoding,
        prior=prior,
        classes=(
            _one_of(small, 0.80),
            _one_of(small.upper().replace("SS", ""), 0.08),
            _one_of(_SIGNS + _NO_BREAK, 0.11),
            _OTHER,
        ),
    )


def _alphabet(encoding: str, small: str, capital: str, prior: float) -> _Model:
    return _Model(
        encoding=encoding,
        prior=prior,
        joined=True,
        classes=(_one_of(small, 0.84), _one_of(capital, 0.10), _one_of(_SIGNS + _NO_BREAK, 0.04), _OTHER),
    )


_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_WEST = "äöüßéèêëàâçîïôûùœáíóúñãõìòåøæ"
_MODELS: tuple[_Model, ...] = (
    _latin("cp1252", _WEST, 0.0),
    _latin("iso8859_15", _WEST, -2.0),
    _latin("cp850", _WEST, -4.0),
    _latin("mac_roman", _WEST, -5.0),
    _latin("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűăâîşţ", -2.0),
    _latin("cp1254", "çğıöşüâî", -3.0),
    _alphabet("cp1251", _CYRILLIC + "іїєґ", _CYRILLIC.upper() + "ІЇЄҐ", -1.0),
    _alphabet("koi8_r", _CYRILLIC, _CYRILLIC.upper(), -3.0),
    _alphabet("cp866", _CYRILLIC, _CYRILLIC.upper(), -3.0),
    _alphabet("cp1253", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ", -3.0),
    _alphabet("cp1255", "אבגדהוזחטיכלמנסעפצקרשתםןףץך", "", -4.0),
    _alphabet("cp1256", "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءئؤأإآ،", "ًٌٍَُِّْ؟", -2.0),
    _Model(
        encoding="gb18030",
        wide=True,
        classes=(
            _range("gb18030", (0xB0, 0xD7), (0xA1, 0xFE), 0.90, 3755),
            _one_of(_WIDE_SIGNS, 0.07),
            _range("gb18030", (0xD8, 0xF7), (0xA1, 0xFE), 0.02, 3008),
            _WIDE_OTHER,
        ),
    ),
    _Model(
        encoding="big5",
        wide=True,
        prior=-1.0,
        classes=(
            _range("big5", (0xA4, 0xC6), (0x40, 0xFE), 0.92, 5401),
            _one_of(_WIDE_SIGNS, 0.06),
            _WIDE_OTHER,
        ),
    ),
    _Model(
        encoding="cp932",
        wide=True,
        prior=-1.0,
        classes=(
            _Class(member=lambda c: "\u3041" <= c <= "\u30fe", share=0.55, size=169),
            _range("cp932", (0x88, 0x98), (0x40, 0xFC), 0.36, 2965),
            _one_of(_WIDE_SIGNS, 0.07),
            _Class(member=lambda c: "\uff61" <= c <= "\uff9f", share=0.002, size=63),
            _WIDE_OTHER,
        ),
    ),
    _Model(
        encoding="euc_jp",
        wide=True,
        prior=-2.0,
        classes=(
            _Class(member=lambda c: "\u3041" <= c <= "\u30fe", share=0.55, size=169),
            _range("euc_jp", (0xB0, 0xCF), (0xA1, 0xFE), 0.36, 2965),
            _one_of(_WIDE_SIGNS, 0.07),
            _WIDE_OTHER,
        ),
    ),
    _Model(
        encoding="cp949",
        wide=True,
        prior=-1.0,
        classes=(
            _range("cp949", (0xB0, 0xC8), (0xA1, 0xFE), 0.92, 2350),
            _one_of(_WIDE_SIGNS, 0.04),
            _WIDE_OTHER,
        ),
    ),
)


def _likeliest(sample: bytes) -> Detected | None:
    """The candidate that finds the bytes least surprising; several that read alike share one chance."""
    telling = _telling_lines(sample)
    scored: dict[str, tuple[float, str]] = {}
    for model in _MODELS:
        if not (decodes(sample, model.encoding) or (model.wide and _nearly_decodes(sample, model.encoding))):
            continue
        text = codecs.getincrementaldecoder(model.encoding)("replace").decode(telling)
        score = model.prior - _surprise(text, model)
        if text not in scored or score > scored[text][0]:
            scored[text] = (score, model.encoding)
    if not scored:
        return _latin1_or_nothing(sample)
    best, encoding = max(scored.values())
    weight = sum(math.exp(max(score - best, -700.0)) for score, _ in scored.values())
    return Detected(encoding=encoding, confidence=max(0.01, min(0.99, 1 / weight)))


def _latin1_or_nothing(sample: bytes) -> Detected | None:
    """Western text with a few bytes that Windows-1252 leaves undefined."""
    high = sum(byte >= 0x80 for byte in sample)
    undefined = sum(byte in b"\x81\x8d\x8f\x90\x9d" for byte in sample)
    if undefined * 20 <= high and high * 3 <= len(sample):
        return Detected(encoding="cp1252", confidence=0.3)
    return None


def _telling_lines(sample: bytes) -> bytes:
    """The lines that hold something outside ASCII: only they tell encodings apart."""

    def lines() -> Iterator[bytes]:
        left = _MAX_SCORED_BYTES
        for line in sample.splitlines(keepends=True):
            if left > 0 and not line.isascii():
                yield line[:left]
                left -= len(line)

    return b"".join(lines())


def _surprise(text: str, model: _Model) -> float:
    """Negative log probability of the text's characters under the model."""
    known: dict[str, float] = {}
    total = 0.0
    earlier = before = " "
    for character in text:
        if before in _NEVER_INSIDE_A_WORD and earlier.isalpha() and character.isalpha():
            total += 4.0
        if character < "\x80":
            total += _ASCII_COST
            if model.joined and before >= "\x80" and before.isalpha() and character.isalpha():
                total += 4.0
        else:
            if character not in known:
                known[character] = _character_cost(character, model)
            total += known[character] + _neighbour_cost(before, character, model)
        earlier, before = before, character
    return total


def _character_cost(character: str, model: _Model) -> float:
    for group in model.classes:
        if group.size and group.member(character):
            return -math.log(group.share / group.size)
    return 12.0


def _neighbour_cost(before: str, character: str, model: _Model) -> float:
    """What is odd about two letters next to each other: a mixed-script word, a capital inside a word."""
    if model.wide or not before.isalpha():
        return 0.0 if character.isalpha() or model.wide or before.isspace() else 0.5
    if not character.isalpha():
        return 1.0
    odd_case = 4.0 if character.isupper() and before.islower() else 0.0
    if model.joined:
        return odd_case + (4.0 if before < "\x80" else 0.0)
    return odd_case + (3.0 if before >= "\x80" else 0.0)
