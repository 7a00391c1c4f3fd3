"""Plurals that no stemmer brings to their singular: those of nouns that look like verbs ("collar", "магнит"), Russian
vowels that come and go ("ложка", "ложек"), Arabic plurals that change within the word ("قميص", "قمصان").

For the names of kinds only, where both the name and the question pass through here; the index keeps other stems.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dragoman.model import Language
from dragoman.normalise.arabic import light_stem
from dragoman.vocabulary.folding import fold_keeping_places

_ENDINGS: Mapping[Language, tuple[tuple[str, int, str], ...]] = {
    "en": (
        ("mouse", 5, "mice"),
        ("tooth", 4, "eeth"),
        ("foot", 3, "eet"),
        ("goose", 4, "eese"),
        ("woman snowman", 2, "en"),
        ("knife", 2, "ves"),
        ("shelf scarf leaf loaf half calf hoof", 1, "ves"),
        ("potato tomato mango lens ss us ch sh x z", 0, "es"),
        ("s", 0, ""),
        (" ".join(f"{consonant}y" for consonant in "bcdfghklmnprstvwxz"), 1, "ies"),
        ("", 0, "s"),
    ),
    "es": (
        ("z", 1, "ces"),
        ("ás és ís ós ús", 0, "es"),
        ("s x", 0, ""),
        ("r l n d y j í ú", 0, "es s"),
        ("", 0, "s"),
    ),
    "fr": (
        ("s x z", 0, ""),
        ("au eu ou", 0, "x s"),
        ("al", 1, "ux ls"),
        ("", 0, "s"),
    ),
    "pt": (
        ("ão", 2, "ões ães ãos"),
        ("m", 1, "ns"),
        ("al el ol ul", 1, "is"),
        ("il", 2, "is eis"),
        ("ês r z", 0, "es s"),
        ("s x", 0, ""),
        ("", 0, "s"),
    ),
    "ru": (
        ("ы и у ю э е ё ый ий ой ая яя", 0, ""),
        ("га ка ха жа ча ша ща я ь й", 1, "и"),
        ("а", 1, "ы"),
        ("о", 1, "а"),
        ("г к х ж ч ш щ", 0, "и"),
        (" ".join("бвдзлмнпрстфц"), 0, "ы"),
    ),
}
"""Ends of nouns, how many letters of them the plural lets go, and what it puts there, the likeliest first; the first that
fits is the one. Adjectives and plurals get nothing."""
_GERMAN: Mapping[str, str] = {
    "schrank": "schränke",
    "box": "boxen",
    "linse": "linsen",
    "etikett": "etiketten",
    "gummiband": "gummibänder",
}
"""Whose plural is the name of another kind too, once its dots are taken off: "Schranke", "Boxen"."""

_FLEETING = re.compile(r"(?P<front>\w+[бвгджзклмнпрстфхцчшщ])ь?[ео](?P<last>[кцлнрм])")
_AFTER_VOWEL = re.compile(r"(?P<front>\w+[аеиоуыэюя])ек")
_SOFT = re.compile(r"(?P<front>\w+)ь(?P<last>[кц])")

_BROKEN = (
    "كوب أكواب|كأس كؤوس|كرسي كراسي|صحن صحون|طبق أطباق|سكين سكاكين|ملعقة ملاعق|شوكة شوك|حقيبة حقائب|حذاء أحذية|مصباح مصابيح"
    "|قميص قمصان|دفتر دفاتر|كتاب كتب|صندوق صناديق|كيس أكياس|علبة علب|خيمة خيام|سرير أسرة|وسادة وسائد|ستارة ستائر"
    "|سجادة سجاجيد|سجادة سجاد|منشفة مناشف|فستان فساتين|بنطلون بناطيل|جورب جوارب|خاتم خواتم|هاتف هواتف|حاسوب حواسيب|شاحن شواحن"
    "|مفتاح مفاتيح|قفل أقفال|برغي براغي|مطرقة مطارق|منشار مناشير|أنبوب أنابيب|خرطوم خراطيم|دمية دمى"
    "|مقلاة مقالي|قدر قدور|إبريق أباريق|فنجان فناجين|مرآة مرايا|مكتب مكاتب|خزانة خزائن|حبل حبال|محفظة محافظ"
    "|مروحة مراوح|مكنسة مكانس|شمعة شموع|سلة سلال|وعاء أوعية|غطاء أغطية|حزام أحزمة|سوار أساور|عقد عقود|قلادة قلائد|معطف معاطف"
    "|ثوب أثواب|باب أبواب|نافذة نوافذ|قرط أقراط|لوح ألواح|فرن أفران|إناء أواني|قارورة قوارير|مرتبة مراتب|جهاز أجهزة"
    "|شريط أشرطة|سلك أسلاك|كابل كوابل|عطر عطور|مضرب مضارب|خوذة خوذ|قناع أقنعة|درج أدراج|سلم سلالم|مقعد مقاعد"
)
"""Singular and plural of what is sold, as they are written; none that would make one name of the names of two kinds."""


def plurals_of(word: str, language: Language, /) -> tuple[str, ...]:
    """Plurals that a noun may have, in lower case with their accents, the likeliest first; () of a plural, and in
    languages whose stemmer knows them.

    >>> plurals_of("knife", "en"), plurals_of("lápiz", "es"), plurals_of("tuyau", "fr"), plurals_of("магнит", "ru")
    (('knives',), ('lápices',), ('tuyaux', 'tuyaus'), ('магниты',))
    """
    word = word.lower()
    if language == "de":
        return (_GERMAN[word],) if word in _GERMAN else ()
    for ends, letters, plurals in _rules(language):
        if word.endswith(ends):
            kept = word[: len(word) - letters]
            return tuple(kept + plural for plural in plurals)
    return ()


@cache
def _rules(language: Language) -> tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...]:
    return tuple(
        (tuple(ends.split()) or ("",), letters, tuple(plurals.split()))
        for ends, letters, plurals in _ENDINGS.get(language, ())
    )


def without_fleeting_vowel(stem: str, /) -> str:
    """A folded Russian stem without the vowel that a case may take out of its end.

    >>> without_fleeting_vowel("ложек"), without_fleeting_vowel("ложк")
    ('ложк', 'ложк')
    >>> without_fleeting_vowel("батареек"), without_fleeting_vowel("колец"), without_fleeting_vowel("кольц")
    ('батареик', 'колц', 'колц')
    """
    found = _FLEETING.fullmatch(stem) or _SOFT.fullmatch(stem)
    if found is not None:
        return found["front"] + found["last"]
    after = _AFTER_VOWEL.fullmatch(stem)
    return after["front"] + "ик" if after is not None else stem


def singular_of_broken(stem: str, /) -> str:
    """The stem of the singular, of the light stem of an Arabic plural that changes within the word."""
    return _broken().get(stem, stem)


@cache
def _broken() -> dict[str, str]:
    pairs = (listed.split() for listed in _BROKEN.split("|"))
    return {_stem(plural): _stem(singular) for singular, plural in pairs}


def _stem(word: str) -> str:
    return light_stem(fold_keeping_places(word)[0])
