"""Paths become single files; archives are opened, attacks are refused."""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import os
import stat
import tracemalloc
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ingest.sources import Limits, expand
from dragoman.model import Problem
from dragoman.ports import SourceFile

CSV = b"sku,name,price\nA-1,Cup,3.50\n"


def expanded(*paths: Path, limits: Limits | None = None) -> tuple[list[SourceFile], list[Problem]]:
    every = list(expand(paths, limits or Limits()))
    return [one for one in every if isinstance(one, SourceFile)], [
        one for one in every if isinstance(one, Problem)
    ]


def names(files: Sequence[SourceFile]) -> list[str]:
    return [file.name for file in files]


def content(file: SourceFile) -> bytes:
    with file.open() as stream:
        return stream.read()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(path: Path, data: bytes = CSV) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------------------ files and folders


def test_a_single_file_is_known_by_its_base_name_and_hash(tmp_path: Path) -> None:
    (file,), problems = expanded(put(tmp_path / "deep" / "list.csv"))
    assert (file.name, file.sha256, file.size) == ("list.csv", hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert content(file) == content(file) == CSV
    assert not problems


def test_a_file_says_where_it_lies_on_disk_and_a_member_where_its_archive_does(tmp_path: Path) -> None:
    listed, packed = (
        put(tmp_path / "in" / "list.csv"),
        put(tmp_path / "in" / "all.zip", zipped(list=CSV + b"B-2,Mug,4\n")),
    )
    files, _ = expanded(tmp_path / "in")
    assert [(file.name, file.path) for file in files] == [
        ("all.zip!/list", packed.resolve()),
        ("list.csv", listed.resolve()),
    ]


def test_a_folder_is_walked_in_order_with_names_relative_to_it(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "sub/c.csv", "sub/deeper/d.csv", "another/e.csv"):
        put(tmp_path / name)
    files, _ = expanded(tmp_path)
    assert names(files) == ["a.csv", "b.csv", "another/e.csv", "sub/c.csv", "sub/deeper/d.csv"]


def test_hidden_files_and_mapping_files_are_skipped(tmp_path: Path) -> None:
    for name in (
        "list.csv",
        ".hidden.csv",
        ".git/x.csv",
        "list.csv.mapping.toml",
        "~$list.xlsx",
        "Thumbs.db",
    ):
        put(tmp_path / name)
    assert names(expanded(tmp_path)[0]) == ["list.csv"]


def test_a_path_that_is_not_there_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    files, (problem,) = expanded(tmp_path / "gone.csv", put(tmp_path / "list.csv"))
    assert names(files) == ["list.csv"]
    assert problem.origin.file == "gone.csv"
    assert problem.severity == "error"


def test_the_same_file_by_two_paths_comes_once(tmp_path: Path) -> None:
    put(tmp_path / "sub" / "list.csv")
    assert names(expanded(tmp_path, tmp_path / "sub", tmp_path / "sub" / "list.csv")[0]) == ["sub/list.csv"]


def test_two_files_of_one_name_are_not_taken_for_two_editions_in_silence(tmp_path: Path) -> None:
    files, (problem,) = expanded(
        put(tmp_path / "a" / "list.csv"), put(tmp_path / "b" / "list.csv", b"x,y\n1,2\n")
    )
    assert names(files) == ["list.csv"]
    assert "second file called list.csv" in problem.value


def test_a_file_beyond_the_limit_is_a_problem_before_it_is_read(tmp_path: Path) -> None:
    files, (problem,) = expanded(put(tmp_path / "big.csv"), limits=Limits(max_file_bytes=5))
    assert not files
    assert (problem.kind, problem.origin.file) == ("limit", "big.csv")


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    files, (problem,) = expanded(tmp_path)
    assert not files
    assert "pipe" in problem.value


def test_links_out_of_the_folder_are_refused_and_links_within_are_followed(tmp_path: Path) -> None:
    put(tmp_path / "secret" / "x.csv")
    folder = tmp_path / "lists"
    put(folder / "real.csv", b"a,b\n1,2\n")
    (folder / "evil.csv").symlink_to(tmp_path / "secret" / "x.csv")
    (folder / "evil").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.csv").symlink_to(folder / "nothing.csv")
    (folder / ".data").mkdir()
    put(folder / ".data" / "inner.csv")
    (folder / "inner.csv").symlink_to(folder / ".data" / "inner.csv")
    files, problems = expanded(folder)
    assert names(files) == ["inner.csv", "real.csv"]
    assert sorted(problem.origin.file for problem in problems) == ["dangling.csv", "evil", "evil.csv", "loop"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path / "locked.csv").chmod(0)
    files, (problem,) = expanded(tmp_path)
    assert not files
    assert problem.origin.file == "locked.csv"


def test_a_name_that_is_no_text_can_be_stored(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/pr\xe9cios.csv"
    with open(raw, "wb") as stream:  # noqa: PTH123 - a name that Path cannot say
        stream.write(CSV)
    (file,), _ = expanded(tmp_path)
    assert file.name.encode()
    assert content(file) == CSV


# -------------------------------------------------------------------------------------- archives


def test_a_gz_is_the_file_inside_under_its_own_name(tmp_path: Path) -> None:
    (file,), _ = expanded(put(tmp_path / "list.csv.gz", gzip.compress(CSV)))
    assert (file.name, file.sha256, file.size) == ("list.csv.gz", hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert content(file) == content(file) == CSV


def test_packing_again_does_not_change_the_hash(tmp_path: Path) -> None:
    first, _ = expanded(put(tmp_path / "a.csv.gz", gzip.compress(CSV, 1, mtime=1)))
    second, _ = expanded(put(tmp_path / "b.csv.gz", gzip.compress(CSV, 9, mtime=2)))
    assert first[0].sha256 == second[0].sha256


def test_the_members_of_a_zip_are_files_named_after_it(tmp_path: Path) -> None:
    data = zipped(
        **{"b/list.csv": b"b" + CSV, "a.csv": b"a" + CSV, "__MACOSX/a.csv": b"x", ".DS_Store": b"x"}
    )
    files, problems = expanded(put(tmp_path / "offers.zip", data))
    assert names(files) == ["offers.zip!/a.csv", "offers.zip!/b/list.csv"]
    assert [content(file) for file in files] == [b"a" + CSV, b"b" + CSV]
    assert files[0].sha256 == hashlib.sha256(b"a" + CSV).hexdigest()
    assert not problems


def test_a_compressed_member_is_opened_once_more(tmp_path: Path) -> None:
    data = zipped(**{"list.csv.gz": gzip.compress(CSV), "inner.zip": zipped(**{"x.csv": CSV})})
    files, _ = expanded(put(tmp_path / "offers.zip", data))
    assert names(files) == ["offers.zip!/inner.zip!/x.csv", "offers.zip!/list.csv.gz"]
    assert {content(file) for file in files} == {CSV}


def test_a_level_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    data = zipped(**{"b.zip": zipped(**{"c.zip": zipped(**{"x.csv": CSV}), "y.csv": CSV})})
    files, (problem,) = expanded(put(tmp_path / "a.zip", data), limits=Limits(max_nesting=2))
    assert names(files) == ["a.zip!/b.zip!/y.csv"]
    assert problem.origin.file == "a.zip!/b.zip!/c.zip"


def test_the_content_tells_an_archive_not_the_name(tmp_path: Path) -> None:
    assert names(expanded(put(tmp_path / "list.dat", gzip.compress(CSV)))[0]) == ["list.dat"]
    assert names(expanded(put(tmp_path / "fake.zip"))[0]) == ["fake.zip"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_workbook_that_an_archive_holds_as_it_is_is_one_of_its_files(tmp_path: Path, method: int) -> None:
    book = zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("lists/list.xlsx", book)
    files, problems = expanded(put(tmp_path / "lists.zip", out.getvalue()))
    assert names(files) == ["lists.zip!/lists/list.xlsx"]
    assert problems == []
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("docProps/app.xml", b"<Properties/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert names(expanded(put(tmp_path / "stored.xlsx", stored.getvalue()))[0]) == ["stored.xlsx"]


def test_an_office_document_written_as_a_stream_is_no_archive(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # no other kind of buffer comes
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/app.xml", b"<Properties/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert names(expanded(put(tmp_path / "list.xlsx", bytes(pipe.data)))[0]) == ["list.xlsx"]


def test_an_office_document_is_no_archive_to_open(tmp_path: Path) -> None:
    data = zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"})
    assert names(expanded(put(tmp_path / "list.xlsx", data))[0]) == ["list.xlsx"]


def test_a_members_file_outlives_the_walk_and_is_freed_with_its_last_user(tmp_path: Path) -> None:
    gc.collect()
    before = _open_files()
    big = CSV * 300_000
    files, _ = expanded(put(tmp_path / "a.zip", zipped(**{"x.csv": big, "y.csv": CSV})))
    assert [len(content(file)) for file in files] == [len(big), len(CSV)]
    with files[0].open() as one, files[0].open() as two:
        assert one.read(10) == two.read(10) == CSV[:10]
        one.seek(-5, io.SEEK_END)
        assert one.read() == CSV[-5:]
    del files, one, two
    gc.collect()
    assert _open_files() == before


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts entries only


# --------------------------------------------------------------------------------------- attacks


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/x.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv", "\\\\host\\x.csv"],
)
def test_a_member_that_leads_out_of_the_archive_is_refused_and_the_rest_loaded(
    tmp_path: Path, name: str
) -> None:
    files, (problem,) = expanded(put(tmp_path / "a.zip", zipped(**{name: CSV, "good.csv": CSV})))
    assert names(files) == ["a.zip!/good.csv"]
    assert problem.origin.file.startswith("a.zip!/")
    assert "unpack it yourself" in problem.advice
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.csv", CSV)
    files, (problem,) = expanded(put(tmp_path / "a.zip", out.getvalue()))
    assert names(files) == ["a.zip!/good.csv"]
    assert problem.value == "a link"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"x.csv": CSV}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    files, (problem,) = expanded(put(tmp_path / "a.zip", bytes(data)))
    assert not files
    assert "encrypted" in problem.value


BOMB_LIMITS = Limits(ratio_from_bytes=100_000, max_ratio=50, max_unpacked_bytes=3_000_000)


@pytest.mark.parametrize("kind", ["zip", "gz", "gz in zip"])
def test_a_bomb_is_refused_by_its_ratio_with_bounded_memory(tmp_path: Path, kind: str) -> None:
    zeros = b"0" * 60_000_000
    packed = {"zip": zipped(**{"x.csv": zeros}), "gz": gzip.compress(zeros)}.get(kind)
    data = packed if packed is not None else zipped(**{"x.gz": gzip.compress(zeros)})
    path = put(tmp_path / "bomb", data)
    del zeros, packed, data
    tracemalloc.start()
    files, (problem,) = expanded(path, limits=replace(BOMB_LIMITS, max_unpacked_bytes=10**9))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not files
    assert (problem.kind, "bomb" in problem.advice) == ("limit", True)
    assert problem.origin.file.startswith("bomb")
    assert peak < 20_000_000


def test_many_small_members_that_are_much_together_are_refused(tmp_path: Path) -> None:
    noise = {f"{i}.csv": os.urandom(400_000) for i in range(10)}
    files, problems = expanded(put(tmp_path / "a.zip", zipped(**noise)), limits=BOMB_LIMITS)
    assert len(files) == 7
    assert "at most 3,000,000 bytes" in problems[0].expected


def test_members_of_inner_archives_count_too(tmp_path: Path) -> None:
    inner = {f"{i}.zip": zipped(**{"x.csv": os.urandom(600_000)}) for i in range(6)}
    files, problems = expanded(put(tmp_path / "a.zip", zipped(**inner)), limits=BOMB_LIMITS)
    assert len(files) == 2
    assert problems


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    data = zipped(**{f"{i}.csv": b"" for i in range(30)})
    files, (problem,) = expanded(put(tmp_path / "a.zip", data), limits=Limits(max_members=20))
    assert not files
    assert "at most 20 files" in problem.expected


def test_a_directory_that_claims_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"x.csv": CSV}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (0xFFFFFFF0).to_bytes(4, "little")
    files, (problem,) = expanded(put(tmp_path / "a.zip", bytes(data)))
    assert not files
    assert problem.origin.file == "a.zip"


def test_two_members_of_one_name_are_not_taken_for_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.csv", CSV)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x.csv", b"a,b\n1,2\n")
    files, (problem,) = expanded(put(tmp_path / "a.zip", out.getvalue()))
    assert names(files) == ["a.zip!/x.csv"]
    assert problem.origin.file == "a.zip!/x.csv"


def test_a_damaged_member_does_not_take_the_others_along(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("b.csv", CSV)
    data = bytearray(out.getvalue())
    data[data.find(CSV) + 3] ^= 0xFF
    files, (problem,) = expanded(put(tmp_path / "a.zip", bytes(data)))
    assert names(files) == ["a.zip!/b.csv"]
    assert problem.origin.file == "a.zip!/a.csv"


@pytest.mark.parametrize("name", ["list.csv.gz", "offers.zip"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_archive_is_a_problem_naming_it(tmp_path: Path, name: str, share: float) -> None:
    text = os.urandom(3_000)
    data = gzip.compress(text) if name.endswith("gz") else zipped(**{"x.csv": text})
    files, (problem,) = expanded(put(tmp_path / name, data[: int(len(data) * share)]))
    assert not files
    assert problem.origin.file == name


def test_a_member_without_a_name_is_read(tmp_path: Path) -> None:
    data = zipped(**{"x": CSV}).replace(b"x", b"\x00")
    files, _ = expanded(put(tmp_path / "a.zip", data))
    assert [content(file) for file in files] == [CSV]


def test_an_empty_archive_gives_nothing_but_says_so(tmp_path: Path) -> None:
    files, (problem,) = expanded(put(tmp_path / "empty.zip", zipped()))
    assert not files
    assert problem.origin.file == "empty.zip"


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_damage_to_a_zip_is_files_or_problems_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int
) -> None:
    data = bytearray(zipped(**{"x.csv": CSV * 3, "y.csv.gz": gzip.compress(CSV)}))
    at %= len(data)
    data[at : at + len(noise)] = noise
    path = put(tmp_path_factory.getbasetemp() / "damaged.zip", bytes(data))
    for one in expand([path], Limits()):
        if isinstance(one, SourceFile):
            assert content(one) is not None
        else:
            assert one.origin.file.startswith("damaged.zip")
