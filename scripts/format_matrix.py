"""The matrix of formats in docs/reference/format-matrix.md, made from the code and from small files that are read.

    python scripts/format_matrix.py           write the page
    python scripts/format_matrix.py --check   change nothing; exit 1 where the page is behind

Names, suffixes and limits come from the readers; Origin, tiers and pictures from what the files of the corpus
(tests/formats/corpus) give; streaming and "cut in half" from the contract that each reader's tests run.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import importlib
import inspect
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "format-matrix.md"
TESTS = ROOT / "tests" / "formats"
sys.path[:0] = [str(TESTS), str(ROOT)]

from corpus import CASES, Case  # noqa: E402 - lies beside the tests

from dragoman.formats import READERS, limits, pdf_limits  # noqa: E402
from dragoman.ingest.load import IngestRequest, ingest  # noqa: E402
from dragoman.ingest.preview import preview  # noqa: E402
from dragoman.model import Offer, Origin  # noqa: E402
from dragoman.ports import FormatReader, ProblemFilter  # noqa: E402
from dragoman.stores.memory import MemoryStore  # noqa: E402
from dragoman.testing.format_reader import FormatReaderContract  # noqa: E402

YES, SOME, NO = "yes", "some forms", "–"


@dataclass
class Seen:
    """What the corpus shows of one format."""

    files: int = 0
    origins: set[str] = field(default_factory=set)
    tiers: bool = False
    pictures: bool = False
    hidden: set[str] = field(default_factory=set)
    """Of rows, sheets and columns, what is read and marked as hidden."""
    struck: bool = False
    """Whether what is struck through is withdrawn."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where the page is behind"
    )
    given = parser.parse_args()
    text = page()
    if not given.check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE.relative_to(ROOT)} is behind the code; run scripts/format_matrix.py", file=sys.stderr)
        return 1
    return 0


def page() -> str:
    """The whole page."""
    seen, contracts = look(CASES), contracts_of_tests()
    lines = [
        "# Formats, one by one",
        "Made by `scripts/format_matrix.py` from the readers and from what the files of the corpus give; do not edit it. "
        "What each format is detected by, and what its values become, is in [file formats](formats.md).",
        "",
        "| format | names that hint at it | files in the corpus | a value's Origin | tiers | pictures | hidden, marked | struck, "
        "withdrawn | streamed | told if cut in half | limits |",
        "|---|---|---:|---|---|---|---|---|---|---|---|",
    ]
    used: dict[str, set[str]] = {}
    for reader in READERS:
        shown, kept = seen.get(reader.name, Seen()), contracts.get(reader.name, [])
        bounds = limits_of(reader)
        for bound in bounds:
            used.setdefault(bound, set()).add(reader.name)
        cells = (
            f"`{reader.name}`",
            " ".join(reader.suffixes),
            str(shown.files),
            ", ".join(sorted(shown.origins)) or NO,
            YES if shown.tiers else NO,
            YES if shown.pictures else NO,
            ", ".join(one for one in ("rows", "columns", "sheets") if one in shown.hidden) or NO,
            YES if shown.struck else NO,
            _told([one.streams for one in kept]),
            _told([one.tells_truncation for one in kept]),
            ", ".join(bound.removeprefix("max_").replace("_", " ") for bound in bounds),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "Tiers and pictures: yes where a file of the corpus gives an offer with several prices by quantity, or with a "
        "picture. Hidden, struck: what a file of the corpus gives of hidden rows, columns and sheets, and of text with a line "
        "through it; formats that know no such thing have a dash. Streamed: the first row comes before the end of the file is read; the others are read whole, within "
        "the limits. Told if cut in half: such a file cannot be taken for a whole one; a text file can. A "
        "feed may come as a document or as lines: what holds for one of them only is marked so (some forms).",
        "",
        "## Limits",
        "| limit | at most | what it bounds | formats |",
        "|---|---:|---|---|",
    ]
    for bound, (value, words) in sorted(all_limits().items()):
        names = ", ".join(f"`{reader.name}`" for reader in READERS if reader.name in used.get(bound, ()))
        lines.append(
            f"| {bound.removeprefix('max_').replace('_', ' ')} | {value:,} | {words} | {names or NO} |"
        )
    return "\n".join(lines) + "\n"


def _told(promises: list[bool]) -> str:
    return YES if promises and all(promises) else SOME if any(promises) else NO


# ------------------------------------------------------------------------------ what files show


def look(cases: tuple[Case, ...]) -> dict[str, Seen]:
    """Format -> what its files give, each read once."""
    seen: dict[str, Seen] = {}
    for case in cases:
        shown = seen.setdefault(case.format_name, Seen())
        shown.files += 1
        offers, kinds, hidden = _given(case)
        shown.struck |= "withdrawn" in kinds
        shown.hidden |= hidden
        for offer in offers:
            shown.tiers |= len(offer.prices) > 1
            shown.pictures |= bool(offer.images)
            shown.origins.add(_address(offer.title.origin))
    return seen


def _given(case: Case) -> tuple[list[Offer], set[str], set[str]]:
    """Offers, kinds of problems, and what of it is hidden."""
    with tempfile.TemporaryDirectory(prefix="dragoman-matrix-") as folder:
        path = Path(folder) / case.name
        path.write_bytes(case.make())
        store = MemoryStore()
        request = IngestRequest(paths=(path,))
        ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _event: None)
        offers = list(store.changes_since(0, limit=1_000).upserts)
        shown = [table.detected for file in preview(request, readers=READERS) for table in file.tables]
        hidden = {"columns"} if any("hidden columns" in one for one in shown) else set()
        hidden |= {
            f"{word}s"
            for word in ("row", "sheet")
            if any(f"the {word} is hidden" in one.title.note for one in offers)
        }
        return offers, {one.kind for one in store.problems(ProblemFilter()).problems}, hidden


def _address(origin: Origin) -> str:
    """The parts that address a value, in words."""
    parts = [
        name for name in ("sheet", "cell", "line", "path", "page", "box") if getattr(origin, name) is not None
    ]
    return " and ".join(parts) or "file"


# ------------------------------------------------------------------------------ what contracts promise


def contracts_of_tests() -> dict[str, list[FormatReaderContract]]:
    """Format -> the contracts that its tests run."""
    for path in sorted(TESTS.glob("test_*.py")):
        if "FormatReaderContract" in path.read_text(encoding="utf-8"):
            importlib.import_module(path.stem)
    found: dict[str, list[FormatReaderContract]] = {}
    for kind in _kinds(FormatReaderContract):
        if kind.__name__.startswith("Test") and not inspect.isabstract(kind):
            contract = kind()
            found.setdefault(contract.reader().name, []).append(contract)
    return found


def _kinds(kind: type[FormatReaderContract]) -> Iterator[type[FormatReaderContract]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


# ------------------------------------------------------------------------------ limits in the code


def all_limits() -> dict[str, tuple[int | float, str]]:
    """Limit -> (its value, what it bounds), as the dataclasses say."""
    found: dict[str, tuple[int | float, str]] = {}
    for module, kind in ((limits, limits.ReadLimits), (pdf_limits, pdf_limits.PageLimits)):
        words = _docstrings(module)
        for one in dataclasses.fields(kind):
            found[one.name] = (one.default, words.get(one.name, ""))  # type: ignore[assignment] # all are numbers
    return found


def _docstrings(module: ModuleType) -> dict[str, str]:
    """Attribute -> the text below it."""
    found: dict[str, str] = {}
    for kind in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(kind, ast.ClassDef):
            for one, below in zip(kind.body, kind.body[1:], strict=False):
                said = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and said:
                    assert isinstance(below, ast.Expr)
                    assert isinstance(below.value, ast.Constant)
                    found[one.target.id] = " ".join(str(below.value.value).split())
    return found


def limits_of(reader: FormatReader) -> list[str]:
    """The limits that the reader's module, or one of the formats' modules that it is made of, looks at."""
    kind = type(
        next(
            value
            for value in vars(reader).values()
            if dataclasses.is_dataclass(value) and type(value).__name__.endswith("Limits")
        )
    )
    names = [one.name for one in dataclasses.fields(kind)]
    text = "\n".join(inspect.getsource(module) for module in _made_of(inspect.getmodule(type(reader))))
    return [name for name in names if re.search(rf"\.{name}\b", text)]


def _made_of(start: ModuleType | None) -> list[ModuleType]:
    formats = {
        f"dragoman.formats.{one.name}" for one in pkgutil.iter_modules([str(ROOT / "src/dragoman/formats")])
    }
    found: dict[str, ModuleType] = {}
    waiting = [start.__name__] if start is not None else []
    while waiting:
        name = waiting.pop()
        if name in found or name not in formats:
            continue
        found[name] = importlib.import_module(name)
        tree = ast.parse(inspect.getsource(found[name]))
        waiting += [
            node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
        ]
    return list(found.values())


if __name__ == "__main__":
    sys.exit(main())
