"""What a person read in a cell of a printed list is kept for these bytes and used in their next load."""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.ingest.corrections import MOST_CHARS, CellCorrection, Corrections, CorrectionsFolder
from dragoman.ingest.preview import preview
from dragoman.ingest.reading import IngestRequest
from dragoman.model import Origin, Problem
from dragoman.ports import Column, ReadOptions, Row, SourceFile, Table

SHA = "a" * 64


def at(top: float, *, page: int = 1) -> Origin:
    return Origin(file="list.pdf", sha256=SHA, page=page, box=(40.5, top, 90.0, top + 8.3))


class Printed:
    """A row of a printed list: number, price."""

    def __init__(self, top: float, number: str, price: str) -> None:
        self.number = 1
        self.values = {"No": number, "Price": price}
        self.origin = at(top)
        self._cells = {"No": at(top), "Price": at(top + 0.1)}

    def cell(self, key: str, /) -> Origin:
        return self._cells[key]

    def text(self, key: str, /) -> str:
        return self.values.get(key, "")

    def currency_shown(self, key: str, /) -> str | None:
        return "€" if key == "Price" else None

    def unit_shown(self, key: str, /) -> str | None:
        return f"unit of {key}"


def doubt(origin: Origin, value: str) -> Problem:
    return Problem(kind="bad_value", origin=origin, value=value, expected="a cell", advice="look")


def listed() -> Iterator[Row | Problem]:
    yield Printed(10, "A-1", "6|")
    yield doubt(at(10.1), "6|")
    yield Printed(30, "A-2", "7.5O")
    yield doubt(at(30.1), "7.5O")


@pytest.fixture
def folder(tmp_path: Path) -> CorrectionsFolder:
    return CorrectionsFolder(tmp_path / "corrections")


def test_a_cell_is_read_as_corrected_and_its_doubt_is_gone(folder: CorrectionsFolder) -> None:
    folder.keep(at(10.1), "6|", " 6 ")
    first, second, problem = folder.of(SHA).applied(listed())
    assert not isinstance(first, Problem)
    assert dict(first.values) == {"No": "A-1", "Price": "6"}
    assert (first.text("Price"), first.text("No"), first.text("none")) == ("6", "A-1", "")
    assert (first.cell("Price"), first.origin, first.number) == (at(10.1), at(10), 1)
    assert (first.currency_shown("Price"), first.unit_shown("No")) == ("€", "unit of No")
    assert not isinstance(second, Problem)
    assert second.text("Price") == "7.5O"
    assert problem == doubt(at(30.1), "7.5O")


def test_a_cell_that_was_read_right_only_loses_its_doubt(folder: CorrectionsFolder) -> None:
    folder.keep(at(10.1), "6|", "6|")
    rows = list(folder.of(SHA).applied(listed()))
    assert [type(one).__name__ for one in rows] == ["Printed", "Printed", "Problem"]


def test_a_correction_of_what_is_read_otherwise_by_now_is_not_used(folder: CorrectionsFolder) -> None:
    folder.keep(at(10.1), "8|", "8")
    assert len(list(folder.of(SHA).applied(listed()))) == 4


def test_the_last_correction_of_a_cell_holds(folder: CorrectionsFolder) -> None:
    empty = folder.of(SHA).digest
    folder.keep(at(10.1), "6|", "61")
    one = folder.of(SHA).digest
    folder.keep(at(10.1), "6|", "6")
    last = folder.of(SHA)
    assert [found.right for found in last.cells.values()] == ["6"]
    assert (empty, len({one, last.digest})) == ("", 2)


def test_other_bytes_have_no_corrections(folder: CorrectionsFolder) -> None:
    folder.keep(at(10.1), "6|", "6")
    assert folder.of("b" * 64) == Corrections()
    assert folder.of("../../" + "a" * 58) == Corrections()


@pytest.mark.parametrize("right", ["", "  ", "a\nb", "a\x00b", "x" * (MOST_CHARS + 1), "\ud800"])
def test_what_no_cell_can_hold_is_refused(folder: CorrectionsFolder, right: str) -> None:
    with pytest.raises(InputError, match="as they are printed"):
        folder.keep(at(10.1), "6|", right)


def test_only_cells_of_printed_pages_are_corrected(folder: CorrectionsFolder) -> None:
    with pytest.raises(InputError, match="a cell of a printed page"):
        folder.keep(Origin(file="a.csv", sha256=SHA, cell="C3"), "6|", "6")
    with pytest.raises(InputError, match="something"):
        folder.keep(at(10.1), "", "6")
    with pytest.raises(InputError, match="name of a column"):
        folder.keep(at(10.1), "", "6", column="a\nb")


def test_lines_that_are_no_corrections_are_passed_over(folder: CorrectionsFolder, tmp_path: Path) -> None:
    folder.keep(at(10.1), "6|", "6")
    path = tmp_path / "corrections" / f"{SHA}.jsonl"
    broken = ["", "nonsense", "[1]", "null", '{"page": 1}', '{"page":1,"box":[1],"read":"a","right":"b"}']
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(broken), encoding="utf-8")
    assert [one.right for one in folder.of(SHA).cells.values()] == ["6"]
    assert [one.name for one in path.parent.iterdir()] == [path.name], "nothing half written is left"


class PrintedReader:
    """Reads every file as the same two rows."""

    name = "printed"
    suffixes = (".pdf",)

    def sniff(self, head: bytes, /, *, name: str) -> float:
        del head, name
        return 1.0

    def read(self, source: SourceFile, options: ReadOptions, /) -> Iterator[Table]:
        del options
        columns = (Column(key="No"), Column(key="Price"))
        yield Table(source=source, columns=columns, rows=listed())


def test_a_preview_shows_cells_as_the_load_would_read_them(
    folder: CorrectionsFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(b"printed")
    monkeypatch.setattr(sys.modules[__name__], "SHA", hashlib.sha256(b"printed").hexdigest())

    def shown() -> tuple[dict[str, tuple[str, ...]], list[str]]:
        request = IngestRequest(paths=(path,))
        (file,) = preview(request, readers=[PrintedReader()], corrections=folder)
        (table,) = file.tables
        doubts = [one.value for one in table.problems if one.kind == "bad_value"]
        return {one.role.key: one.examples for one in table.columns}, doubts

    assert shown() == ({"No": ("A-1", "A-2"), "Price": ("6|", "7.5O")}, ["6|", "7.5O"])
    folder.keep(at(10.1), "6|", "6")
    assert shown() == ({"No": ("A-1", "A-2"), "Price": ("6", "7.5O")}, ["7.5O"])


edges = st.floats(0, 9_999).map(lambda value: round(value, 1))
texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).filter(
    str.strip
)


@given(page=st.integers(1, 3_000), box=st.tuples(edges, edges, edges, edges), read=texts, right=texts)
def test_what_is_kept_comes_back_whatever_is_written(
    tmp_path_factory: pytest.TempPathFactory,
    page: int,
    box: tuple[float, float, float, float],
    read: str,
    right: str,
) -> None:
    folder = CorrectionsFolder(tmp_path_factory.mktemp("kept"))
    origin = Origin(file="a.pdf", sha256=SHA, page=page, box=box)
    folder.keep(origin, read, right)
    assert folder.of(SHA).of(origin, read) == CellCorrection(
        page=page, box=box, read=read, right=right.strip()
    )


# ------------------------------------------------------------------------------------ cells that came empty


class Gap(Printed):
    """A row whose cells for price and colour came empty: they have no place but the row's."""

    def __init__(self, top: float, number: str) -> None:
        super().__init__(top, number, "")
        self.values = {"No": number}
        self._cells = {"No": at(top + 0.1), "Price": at(top), "Colour": at(top)}


def with_gaps() -> Iterator[Row | Problem]:
    for top, number in ((10, "A-1"), (30, "A-2")):
        yield Gap(top, number)
        for column in ("Price", "Colour"):
            yield replace(doubt(at(top), ""), kind="doubtful_value", column=column)


def test_an_empty_cell_is_filled_in_by_its_row_and_column(folder: CorrectionsFolder) -> None:
    folder.keep(at(10), "", " 6.50 ", column="Price")
    first, left, second, *others = folder.of(SHA).applied(with_gaps())
    assert not isinstance(first, Problem)
    assert dict(first.values) == {"No": "A-1", "Price": "6.50"}
    assert (first.text("Price"), first.cell("Price"), first.text("Colour")) == ("6.50", at(10), "")
    assert isinstance(left, Problem)
    assert left.column == "Colour", "what was not looked at stays doubtful"
    assert not isinstance(second, Problem)
    assert dict(second.values) == {"No": "A-2"}
    assert [type(one).__name__ for one in others] == ["Problem", "Problem"]


def test_a_cell_that_is_empty_on_paper_too_only_loses_its_doubt(folder: CorrectionsFolder) -> None:
    folder.keep(at(10), "", "", column="Price")
    first, left, *_ = folder.of(SHA).applied(with_gaps())
    assert isinstance(first, Gap)
    assert isinstance(left, Problem)
    assert left.column == "Colour"


def test_what_is_said_of_a_column_that_the_table_lacks_by_now_is_not_used(folder: CorrectionsFolder) -> None:
    folder.keep(at(10), "", "6.50", column="Cost")
    assert len(list(folder.of(SHA).applied(with_gaps()))) == 6


def test_any_cell_of_a_row_is_corrected_once_and_once_more(folder: CorrectionsFolder) -> None:
    folder.keep(at(10.1), "6|", "6")
    folder.keep(at(10), "6", "61", column="Price")  # as the record shows it after the first correction
    first, *rest = folder.of(SHA).applied(listed())
    assert not isinstance(first, Problem)
    assert first.text("Price") == "61"
    assert len(rest) == 2, "its doubt is gone"
    folder.keep(at(30), "7.5O", "7.50", column="Price")
    folder.keep(at(30), "7.50", "7.80", column="Price")
    second = list(folder.of(SHA).applied(listed()))[1]
    assert not isinstance(second, Problem)
    assert second.text("Price") == "7.80"


def test_a_cell_can_be_emptied_only_where_nothing_was_read(folder: CorrectionsFolder) -> None:
    with pytest.raises(InputError, match="as they are printed"):
        folder.keep(at(10), "6|", "", column="Price")


def _keep_many(folder: Path, first: int) -> None:
    for top in range(first, first + 20):
        CorrectionsFolder(folder).keep(at(float(top)), "6|", f"6.{top}")


def test_what_two_processes_keep_at_the_same_time_is_all_kept(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_keep_many, args=(tmp_path, first)) for first in (100, 300)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(CorrectionsFolder(tmp_path).of(SHA).cells) == 40
