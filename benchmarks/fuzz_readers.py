"""`python -m benchmarks.fuzz_readers [--minutes 10] [--readers csv,xlsx] [--seed 1] [--keep FOLDER]`: feed each reader mutated
files of the corpus, in a child whose memory and time are bounded, and keep every file that breaks one. Exit 1 if one does.

A reader may answer with rows, Problems or a DragomanError; anything else is a finding: another exception, an input that
takes more than --hang seconds, a child that dies, memory beyond --megabytes. Children that readers start are part of it.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.running import ROOT, SAMPLES, SHARED
from dragoman.errors import DragomanError
from dragoman.formats import READERS
from dragoman.ingest.reading import IngestRequest, find, open_file
from dragoman.model import Problem
from dragoman.normalise.hints import Hints
from dragoman.normalise.mapping import propose
from dragoman.normalise.offers import to_offer
from dragoman.normalise.suppliers import supplier_of
from dragoman.ports import FormatReader, ReadOptions, Row, SourceFile, Table
from dragoman.testing.format_reader import source_of

CONTAINERS = "containers"
"""Archives and e-mails, which no reader reads but `ingest.sources` takes apart."""
NAMES = (*(reader.name for reader in READERS), CONTAINERS)
_CONTAINER_SUFFIXES = (".eml", ".mbox", ".msg", ".zip", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".dat")
_LARGEST_SEED = 400_000
_MOST_ROWS = 3_000
_ADDRESS_SPACE = 6 * 1024**3
_LIVELY = 0.5
"""Seconds between two looks at a child."""


@dataclass
class Tally:
    """What became of a reader."""

    reader: str
    inputs: int = 0
    read: int = 0
    """Of them, those that gave at least one row."""
    seconds: float = 0.0
    """Of processors."""
    found: list[str] = field(default_factory=list)
    """Names of the files kept."""


# ------------------------------------------------------------------------------------------- seeds


def seeds() -> dict[str, list[tuple[str, bytes]]]:
    """Reader -> (file name, bytes) of the corpus, the samples and the feeds that it is the surest of."""
    sys.path.insert(0, str(ROOT / "tests" / "formats"))
    from corpus import CASES

    files = [(case.name, case.make()) for case in CASES]
    for folder in (SAMPLES / "catalogues", SHARED / "feeds"):
        files += [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
    found: dict[str, list[tuple[str, bytes]]] = {name: [] for name in NAMES}
    for name, data in files:
        if len(data) > _LARGEST_SEED:
            continue
        if name.lower().endswith(_CONTAINER_SUFFIXES):
            found[CONTAINERS].append((name, data))
            continue
        sure = [(reader.sniff(data[:65_536], name=name), reader.name) for reader in READERS]
        best = max(sure)[0]
        for sureness, reader in sure:
            if sureness > 0.3 and sureness == best:
                found[reader].append((name, data))
    return found


# --------------------------------------------------------------------------------------- mutations

_TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b"'", b";", b",", b"\t", b"|", b"\r", b"\n", b"\r\n\r\n"),
    *(b"<", b">", b"</", b"/>", b"]]>", b"<![CDATA[", b"<!--", b"&#0;", b"&#xD800;", b"&lol;", b"<!DOCTYPE a [", b"{", b"}"),
    *(b"[", b"]", b'{"a":', b"null", b"NaN", b"1e9999", b"-1", b"0", b"99999999999999999999", b"\\ud800", b"\\u0000"),
    *(b"\xc3", b"\x80", b"\xed\xa0\x80", "ß".encode(), "ﷺ".encode(), "\u202e".encode(), b"%PDF", b"endobj", b"stream"),
    *(b"=1/0", b"#REF!", b"\x1a", b"From ", b"--", b"Content-Type: ", b"=?utf-8?B?", b"charset=\"utf-7\"", b"A" * 5_000),
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"4294967296", b"9" * 30, b"1e400", b"0.1")
_PACKAGE = b"PK\x03\x04"


def mutated(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    """A damaged copy; of a package (XLSX, ODS, DOCX) mostly one member is damaged, and packed anew."""
    if data.startswith(_PACKAGE) and draw.random() < 0.8:
        again = _repacked(data, draw)
        if again is not None:
            return again
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        data = draw.choice(_WAYS)(data, others, draw)
    return data[: 4 * _LARGEST_SEED]


def _repacked(data: bytes, draw: random.Random) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = [(info.filename, package.read(info)) for info in package.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return None
    if not members:
        return None
    chosen = draw.randrange(len(members))
    name, member = members[chosen]
    for _ in range(draw.choice((1, 1, 2, 5))):
        member = draw.choice(_WAYS)(member, [other for _, other in members], draw)
    members[chosen] = (name, member)
    if draw.random() < 0.1:
        del members[draw.randrange(len(members))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members:
            package.writestr(name, member)
    return out.getvalue()


def _span(data: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(data) + 1)
    return start, min(len(data), start + draw.choice((1, 2, 4, 16, 64, 400)))


def _flip(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    changed = bytearray(data)
    for _ in range(draw.choice((1, 4, 16)) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _delete(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    start, end = _span(data, draw)
    return data[:start] + data[end:]


def _insert(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    start, _ = _span(data, draw)
    token = draw.choice(_TOKENS) * draw.choice((1, 1, 1, 2, 70))
    return data[:start] + token + data[start:]


def _replace(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    start, end = _span(data, draw)
    return data[:start] + draw.choice(_TOKENS) + data[end:]


def _repeat(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    start, end = _span(data, draw)
    return data[:end] + data[start:end] * draw.choice((1, 2, 30, 300)) + data[end:]


def _splice(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    other = draw.choice(others) if others else data
    start, _ = _span(data, draw)
    first, last = _span(other, draw)
    return data[:start] + (other[first:last] if draw.random() < 0.7 else other[first:]) + data[start:]


def _truncate(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    return data[: draw.randrange(len(data) + 1)]


def _renumber(data: bytes, others: Sequence[bytes], draw: random.Random) -> bytes:
    del others
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return data
    one = draw.choice(numbers)
    return data[: one.start()] + draw.choice(_NUMBERS) + data[one.end() :]


_WAYS: tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...] = (
    *(_flip, _delete, _insert, _insert, _replace, _repeat, _splice, _truncate, _renumber, _renumber),
)


# ------------------------------------------------------------------------------------- in the child


def consume(reader: FormatReader | None, name: str, data: bytes, folder: Path) -> int:
    """Read a file to its end, and make offers of its rows; how many rows came."""
    if reader is not None:
        reader.sniff(data[:65_536], name=name)
        return sum(_table(table) for table in reader.read(source_of(data, name), ReadOptions()))
    path = folder / name
    path.write_bytes(data)
    rows = 0
    request = IngestRequest(paths=(path,))
    for found in find(request):
        if isinstance(found.source, SourceFile):
            try:
                opened = open_file(found.source, request, None, readers=READERS)
                rows += sum(_offers(iter(one.rows), one.table, []) for one in opened.tables)
            except DragomanError:
                continue
    return rows


def _table(table: Table) -> int:
    rows = iter(table.rows)
    head: list[Row] = []
    for row in rows:
        if not isinstance(row, Problem):
            head.append(row)
        if len(head) >= 100:
            break
    return _offers(rows, table, head)


def _offers(rows: object, table: Table, head: list[Row]) -> int:
    hints = Hints(file_name=table.source.name)
    mapping = propose(table, head, hints, None)
    supplier = supplier_of(hints, table.notes)
    count = 0
    assert hasattr(rows, "__iter__")
    for row in (*head, *rows):
        count += 1
        if isinstance(row, Problem):
            row.message()
        elif count <= _MOST_ROWS:
            row.origin.where()
            for key in row.values:
                row.cell(key), row.text(key), row.currency_shown(key), row.unit_shown(key)
            to_offer(row, mapping, supplier)
    return count


def _child(reader_name: str, seed: int, seconds: float, work: Path, megabytes: int) -> None:
    """Feed one reader until the time is up; each input lies in `work` while it is read."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    reader = next((one for one in READERS if one.name == reader_name), None)
    named = seeds()[reader_name]
    draw = random.Random(f"{reader_name} {seed}")
    datas = [data for _, data in named]
    already = _processor_seconds()
    tally = {"inputs": 0, "read": 0, "seconds": 0.0}
    while named and tally["seconds"] < seconds:
        name, data = draw.choice(named)
        damaged = mutated(data, datas, draw)
        (work / "input").write_bytes(damaged)
        (work / "name").write_text(name, encoding="utf-8")
        _forget_peak()
        try:
            tally["read"] += consume(reader, name, damaged, work) > 0
        except DragomanError:
            pass
        except Exception:  # noqa: BLE001 - any other exception is what is looked for
            _tell(work, traceback.format_exc())
        peak = _peak_megabytes()
        if peak > megabytes:
            _tell(work, f"held {peak:.0f} MB")
        tally["inputs"] += 1
        tally["seconds"] = _processor_seconds() - already
        (work / "tally.part").write_text(json.dumps(tally), encoding="utf-8")
        (work / "tally.part").replace(work / "tally.json")  # whole, also where the child is ended just now


def _processor_seconds() -> float:
    """Of this process and the children it has ended: on a busy machine the clock says little about work done."""
    return sum(os.times()[:4])


def _tell(work: Path, why: str) -> None:
    number = len(list(work.glob("found-*.why")))
    (work / f"found-{number}.why").write_text(why, encoding="utf-8")
    (work / f"found-{number}.input").write_bytes((work / "input").read_bytes())
    (work / f"found-{number}.name").write_text((work / "name").read_text(encoding="utf-8"), encoding="utf-8")


def _forget_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


# ------------------------------------------------------------------------------------ in the parent


def fuzz(reader: str, *, seed: int, minutes: float, hang: float, megabytes: int, keep: Path) -> Tally:
    """Run children for a reader until its minutes are over; a child that hangs or dies is followed by another."""
    tally = Tally(reader=reader)
    while (left := minutes * 60 - tally.seconds) > 0:
        with tempfile.TemporaryDirectory(prefix="dragoman-fuzz-") as folder:
            work = Path(folder)
            words = [
                *("--child", reader),
                *("--seed", str(seed)),
                *("--seconds", str(left)),
                *("--work", folder),
            ]
            words += ["--megabytes", str(megabytes)]
            command = [sys.executable, "-m", "benchmarks.fuzz_readers", *words]
            log = work / "log"
            with log.open("wb") as stderr:
                process = subprocess.Popen(command, cwd=ROOT, stderr=stderr, start_new_session=True)
                hung = _watched(process, work, hang)
            if hung:
                _tell(work, f"not done after {hang:.0f} s")
            elif process.returncode != 0:
                _tell(
                    work,
                    f"the child ended with {process.returncode}: {log.read_text(errors='replace')[-3_000:]}",
                )
            if (work / "tally.json").exists():
                done = json.loads((work / "tally.json").read_text(encoding="utf-8"))
                tally.inputs += done["inputs"]
                tally.read += done["read"]
                tally.seconds += done["seconds"]
            tally.seconds += hang if hung else 1  # a child that dies at once must not be followed for ever
            _keep(work, keep, tally)
        seed += 1
    return tally


def _watched(process: subprocess.Popen[bytes], work: Path, hang: float) -> bool:
    """Wait for a child; whether it was killed because one input took too long."""
    looks, given = 0, 0.0
    while process.poll() is None:
        time.sleep(_LIVELY)
        latest = (work / "input").stat().st_mtime if (work / "input").exists() else 0.0
        looks = looks + 1 if latest == given else 0
        given = latest
        if looks * _LIVELY > (hang if given else 2 * hang):  # at first it makes its seeds
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
    return False


def _keep(work: Path, keep: Path, tally: Tally) -> None:
    """One file for each way of breaking: by the last line of our own code in its trace."""
    for why in sorted(work.glob("found-*.why")):
        text = why.read_text(encoding="utf-8")
        lines = re.findall(r'File ".*?/(?:src/dragoman|site-packages)/(.*?)", line (\d+)', text)
        mark = hashlib.sha256(
            repr((lines[-1:], text.splitlines()[-1:]) if lines else text[:40]).encode()
        ).hexdigest()
        name = f"{tally.reader}-{mark[:10]}"
        if name in tally.found:
            continue
        tally.found.append(name)
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{name}.why").write_text(text, encoding="utf-8")
        original = why.with_suffix(".name").read_text(encoding="utf-8")
        (keep / f"{name}-{Path(original).name}").write_bytes(why.with_suffix(".input").read_bytes())


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10, help="of processor time, for each reader (10)")
    parser.add_argument("--readers", default=",".join(NAMES), help=f"of {', '.join(NAMES)} (all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hang", type=float, default=60, help="seconds that one input may take (60)")
    parser.add_argument("--megabytes", type=int, default=700, help="memory that one input may take (700)")
    parser.add_argument(
        "--keep", type=Path, default=Path(".bench/fuzz"), help="where files that broke one are kept"
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child is not None:
        _child(given.child, given.seed, given.seconds, given.work, given.megabytes)
        return 0
    broken = False
    for reader in given.readers.split(","):
        if reader not in NAMES:
            parser.error(f"expected readers of {', '.join(NAMES)}, got {reader}")
        tally = fuzz(
            reader,
            seed=given.seed,
            minutes=given.minutes,
            hang=given.hang,
            megabytes=given.megabytes,
            keep=given.keep,
        )
        told = f"{len(tally.found)} found: {', '.join(tally.found)}" if tally.found else "nothing found"
        print(
            f"{reader:18} {tally.seconds / 60:.1f} min, {tally.inputs:,} files, {tally.read:,} of them gave rows; {told}",
            flush=True,
        )
        broken = broken or bool(tally.found)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
