"""Plurals that no stemmer brings to their singular: Russian vowels that come and go ("ложка", "ложек"), Arabic plurals
that change within the word ("قميص", "قمصان").

For the names of kinds only, where both the name and the question pass through here; the index keeps other stems.
"""

from __future__ import annotations

import re
from functools import cache

from dragoman.normalise.arabic import light_stem
from dragoman.vocabulary.folding import fold_keeping_places

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
