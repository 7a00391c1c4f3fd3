"""The nomenclature and the project's own tables that link words to it."""

from __future__ import annotations

import pytest

from dragoman.classify.headings import english_stems, headings, path_of, words_of_subheadings
from dragoman.model import LANGUAGES
from dragoman.vocabulary import hs
from dragoman.vocabulary.hs import codes_of_kinds, glossary, nomenclature
from dragoman.vocabulary.lexicon import concepts


def test_every_subheading_stands_below_a_heading_and_a_chapter() -> None:
    known = nomenclature()
    assert len([code for code in known if len(code) == 6]) == len(headings().codes) > 5_500
    assert all(code[:2] in known and code[:4] in known for code in headings().codes)
    assert all(text.strip() for text in known.values())


def test_almost_every_kind_of_the_lexicon_has_codes_and_no_other_word_has() -> None:
    kinds = {code for code, concept in concepts().items() if not concept.modifier}
    assert set(codes_of_kinds()) <= kinds
    assert len(codes_of_kinds()) > 0.98 * len(kinds)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("laptop", "847130"),
        ("smartphone", "851713"),
        ("power_bank", "850760"),
        ("t_shirt", "610910"),
        ("insulated_bottle", "961700"),
        ("solar_panel", "854143"),
        ("bicycle", "871200"),
        ("green_coffee", "090111"),
    ],
)
def test_a_kind_s_first_code_is_where_customs_put_it(kind: str, code: str) -> None:
    assert codes_of_kinds()[kind][0] == code


def test_the_glossary_s_english_is_of_the_nomenclature() -> None:
    known = set(words_of_subheadings().postings)
    words = [stem for line in glossary() for word in line.english for stem in english_stems(word)]
    assert sum(word in known for word in words) > 0.9 * len(words)


def test_the_glossary_leaves_the_lexicon_s_languages_to_the_lexicon() -> None:
    assert {language for line in glossary() for language in line.stems}.isdisjoint(LANGUAGES)


def test_a_path_goes_from_the_chapter_down() -> None:
    path = path_of("847130")
    assert len(path) == 3
    assert path[1].startswith("Automatic data processing")
    assert path_of("0000") == ()


def test_a_table_with_a_missing_cell_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    codes_of_kinds.cache_clear()
    monkeypatch.setattr(hs, "_rows", lambda *_: iter([(7, ["laptop", "84713"])]))
    with pytest.raises(ValueError, match="line 7"):
        codes_of_kinds()
    codes_of_kinds.cache_clear()
