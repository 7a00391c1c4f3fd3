"""Judgments and translations are read as written, and a mistake in them is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import cases, read_judgments, read_translations


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_judgments_keep_leading_zeros_quoted_commas_and_other_columns_do_no_harm(tmp_path: Path) -> None:
    path = file(tmp_path, 'query,docid,rating,note\n"cable, 2 m",00412,3,good\nfan,B-1,0,\n', "utf-8-sig")
    assert read_judgments(path) == {"cable, 2 m": {"00412": 3}, "fan": {"B-1": 0}}


def test_the_same_judgment_twice_is_one(tmp_path: Path) -> None:
    assert read_judgments(file(tmp_path, "query,docid,rating\nfan,1,2\nfan,1,2\n")) == {"fan": {"1": 2}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("query,docid\nfan,1\n", "add rating"),
        ("", "got none; add query, docid, rating"),
        ("query,docid,rating\n", "at least one judgment"),
        ("query,docid,rating\nfan,1,4\n", "line 2: expected a rating of 0 to 3, got '4'"),
        ("query,docid,rating\nfan,1,2.5\n", "got '2.5'"),
        ("query,docid,rating\nfan,1,\n", "got ''"),
        (
            "query,docid,rating\nfan,1,3\nfan,1,0\n",
            "line 3: expected one rating of '1' for 'fan', got 0 after 3",
        ),
        ("query,docid,rating\n,1,3\n", "expected a query and a docid"),
        ("query,docid,rating\ncable, 2 m,1,3\n", "line 2: expected 3 cells, got more"),
    ],
)
def test_a_mistake_in_the_judgments_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(InputError, match="file.csv.*" + message):
        read_judgments(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: expected a file that can be read"):
        read_judgments(tmp_path / "none.csv")


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = file(tmp_path, "query,docid,rating\nBücher,1,3\n", "cp1252")
    with pytest.raises(InputError, match="expected UTF-8"):
        read_judgments(path)


def test_a_query_is_asked_in_each_language_that_has_it(tmp_path: Path) -> None:
    translations = read_translations(file(tmp_path, "query\tde\tzh\nfan\tVentilator\t\nlamp\tLampe\t灯\n"))
    asked = cases({"fan": {"1": 3}}, translations, language="en")
    assert [(case.language, case.query, case.text) for case in asked] == [
        ("en", "fan", "fan"),
        ("de", "fan", "Ventilator"),
    ]


def test_any_bcp_47_tag_names_a_language(tmp_path: Path) -> None:
    path = file(tmp_path, "query\tzh-Hant\ten-x-typo\nfan\t風扇\tfna\n")
    assert read_translations(path) == {"zh-Hant": {"fan": "風扇"}, "en-x-typo": {"fan": "fna"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("de\tzh\nVentilator\t\n", "add query"),
        ("query\tGerman words\nfan\tVentilator\n", "named by a language.*'German words'"),
        ("query\tde\nfan\tVentilator\nfan\tGebläse\n", "line 3.*second translation into de: 'Gebläse'"),
    ],
)
def test_a_mistake_in_the_translations_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(InputError, match=message):
        read_translations(path)


def test_translations_into_the_judgments_own_language_are_refused() -> None:
    with pytest.raises(InputError, match="--language"):
        cases({"fan": {"1": 3}}, {"en": {"fan": "fan"}}, language="en")


@pytest.mark.shared
def test_the_real_judgments_are_read_whole(shared_data: Path) -> None:
    judgments = read_judgments(shared_data / "icecat" / "judgments.dev.csv")
    assert (len(judgments), sum(map(len, judgments.values()))) == (91, 2438)
    translations = read_translations(shared_data / "icecat" / "queries.dev.translated.tsv")
    asked = cases(judgments, translations, language="en")
    assert sorted(translations) == ["ar", "de", "es", "fr", "ja", "pt", "ru", "zh"]
    assert len(asked) == 91 + 8 * 54
