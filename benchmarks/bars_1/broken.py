"""Bar 6: broken and hostile files beside a good one: each named with what to do, the good one loaded, memory bounded."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import command

MAX_MEMORY_MB = 700
GOOD = "SKU,Product name,Price USD,MOQ\n" + "".join(
    f"G-{row},Steel bottle {row} ml,2.{row % 90 + 10},100\n" for row in range(50)
)


def measure(work: Path) -> Iterator[Bar]:
    for name, make in CASES.items():
        folder = work / "broken" / name
        folder.mkdir(parents=True)
        (folder / "a_good.csv").write_text(GOOD, encoding="utf-8")
        bad = make(folder)
        yield _bar(name, folder, bad, work / "broken-homes" / name)


def _bar(name: str, folder: Path, bad: str, home: Path) -> Bar:
    output = folder.parent / f"{name}.json"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command(home, "ingest", str(folder), "--json"), stdout=stream, stderr=subprocess.PIPE
        )
        _pid, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    report = json.loads(output.read_bytes() or b"{}")
    told = " | ".join(failed["error"] for failed in report.get("failed", []))
    memory = _megabytes(usage)
    named = bad in told
    return Bar(
        number="6",
        name=name.replace("_", " "),
        figure=f"exit {code}, {report.get('added', 0)} of 50 good offers loaded, {memory:.0f} MB; {told[:200]!r}",
        passed=code != 0 and report.get("added") == 50 and named and memory < MAX_MEMORY_MB,
    )


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024


# ------------------------------------------------------------------------------ the broken files


def _truncated_xlsx(folder: Path) -> str:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in range(2000):
        sheet.append([f"SKU-{row}", f"Steel bottle {row}", row / 100])
    whole = io.BytesIO()
    book.save(whole)
    (folder / "list.xlsx").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    return "list.xlsx"


def _wrong_encoding(folder: Path) -> str:
    """UTF-16 without a mark, declared by nothing, cut in the middle of a character, with stray bytes."""
    text = "Artikel;Bezeichnung;Preis\n" + "".join(
        f"{row};Flasche Größe {row};{row},50\n" for row in range(200)
    )
    (folder / "list.csv").write_bytes(os.urandom(64) + text.encode("utf-16-le")[1:] + b"\x81\x8d\xff")
    return "list.csv"


def _binary_renamed(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 400)
    return "list.csv"


def _empty_file(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"")
    return "list.csv"


def _one_long_line(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"x" * 10_000_000)
    return "list.csv"


def _billion_laughs(folder: Path) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    (folder / "feed.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id>'
        "<title>&l9;</title><g:price>1 USD</g:price></item></channel></rss>",
        encoding="utf-8",
    )
    return "feed.xml"


def _zip_bomb(folder: Path) -> str:
    with (
        zipfile.ZipFile(folder / "lists.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("list.csv", "w", force_zip64=True) as member,
    ):
        for _megabyte in range(3000):
            member.write(b"0" * (1 << 20))
    return "lists.zip"


def _path_traversal(folder: Path) -> str:
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        archive.writestr("../../../../tmp/dragoman-was-here.csv", GOOD)
    return "lists.zip"


CASES: dict[str, Callable[[Path], str]] = {
    "truncated_xlsx": _truncated_xlsx,
    "wrong_encoding": _wrong_encoding,
    "binary_renamed_csv": _binary_renamed,
    "empty_file": _empty_file,
    "10_MB_single_line": _one_long_line,
    "billion_laughs_xml": _billion_laughs,
    "zip_bomb": _zip_bomb,
    "path_traversal_in_a_zip": _path_traversal,
}
