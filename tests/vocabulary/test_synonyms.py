"""The user's own synonyms: what a line says, what a faulty one is told, and that an edit is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.vocabulary.synonyms import NO_SYNONYMS, SynonymsFile, parse_synonyms


def others(lines: str, text: str) -> list[tuple[str, ...]]:
    return [one.others for one in parse_synonyms(lines, file="synonyms.txt").found(text)]


def test_each_name_of_a_line_stands_for_the_others() -> None:
    line = "sunnies, Sun Glasses, 墨镜"
    assert others(line, "black SUNNIES uv400") == [("Sun Glasses", "墨镜")]
    assert others(line, "sun glasses") == [("sunnies", "墨镜")]
    assert others(line, "偏光墨镜女") == [("sunnies", "Sun Glasses")]


def test_an_arrow_holds_one_way_only() -> None:
    line = "KVM => keyboard video mouse switch"
    assert others(line, "kvm 4 port") == [("keyboard video mouse switch",)]
    assert others(line, "keyboard video mouse switch") == []


def test_the_longest_name_wins_and_part_of_a_word_is_no_name() -> None:
    lines = "usb, universal bus\nusb stick, thumb drive"
    assert others(lines, "usb stick 64 gb") == [("thumb drive",)]
    assert others(lines, "usbstick") == []


def test_notes_blank_lines_and_commas_of_other_scripts_are_read() -> None:
    lines = "# mine\n\n保温杯、焖烧杯\nقارورة، مطارة\n"
    assert others(lines, "焖烧杯") == [("保温杯",)]
    assert others(lines, "قارورة") == [("مطارة",)]


def test_a_line_that_says_nothing_is_told_with_its_number_and_the_others_hold() -> None:
    synonyms = parse_synonyms("one\na, b\n=> c\n", file="synonyms.txt")
    assert synonyms.lines == 1
    assert [fault.split(":")[0] for fault in synonyms.faults] == [
        "synonyms.txt, line 1",
        "synonyms.txt, line 3",
    ]
    assert "got 'one'" in synonyms.faults[0]


def test_an_edited_file_is_read_anew_and_a_missing_one_says_nothing(tmp_path: Path) -> None:
    file = SynonymsFile(tmp_path / "synonyms.txt")
    assert file.now() is NO_SYNONYMS
    file.path.write_text("a, b", encoding="utf-8")
    assert file.now().lines == 1
    file.path.write_text("a, b\nc, d", encoding="utf-8")
    assert file.now().lines == 2
    file.path.unlink()
    assert file.now() is NO_SYNONYMS


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9, coffee"])
def test_bytes_that_are_no_text_are_told_and_stop_no_search(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "synonyms.txt"
    path.write_bytes(content)
    synonyms = SynonymsFile(path).now()
    assert synonyms.lines == 0
    assert "save it as UTF-8" in synonyms.faults[0]


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_file_and_any_question_are_read(lines: str, text: str) -> None:
    for one in parse_synonyms(lines, file="synonyms.txt").found(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.others
