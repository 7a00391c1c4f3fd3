"""Every file of the corpus gives its offers, each fact of them, and tells what it could not read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from corpus import CASES, Case, Facts, facts

from dragoman.formats import READERS
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.ingest.reading import find
from dragoman.ports import ProblemFilter, SourceFile
from dragoman.stores.memory import MemoryStore

AT_LEAST = 60


def _parameters() -> list[object]:
    return [pytest.param(case, id=case.about) for case in CASES]


@pytest.mark.parametrize("case", _parameters())
def test_a_file_gives_its_offers_and_tells_the_rest(tmp_path: Path, case: Case) -> None:
    path = tmp_path / case.name
    store = MemoryStore()
    earlier = [(tmp_path / name, make()) for name, make in case.earlier]
    for one, data in [*earlier, (path, case.make())]:
        one.write_bytes(data)
        report = ingest(
            IngestRequest(paths=(one,)),
            store=store,
            readers=READERS,
            reader_version="1",
            progress=lambda _event: None,
        )
        assert not report.failed, report.failed[0].error
    came = [facts(offer) for offer in store.changes_since(0, limit=1_000).upserts]
    problems = store.problems(ProblemFilter()).problems
    told = [problem.message() for problem in problems]
    assert sorted(said["title"] for said in came) == sorted(_title(one, came) for one in case.offers), told
    for wanted in case.offers:
        said = next(one for one in came if _same(one, wanted))
        assert {name: said.get(name, "") for name in wanted} == dict(wanted), told
    assert sorted(problem.kind for problem in problems) == sorted(case.problems), told


def _same(said: Facts, wanted: Facts) -> bool:
    key = "id" if "id" in wanted else "title"
    return said.get(key) == wanted[key]


def _title(wanted: Facts, came: Sequence[Facts]) -> str:
    """The title that is wanted, else that of the offer with its id; "nothing" where none came."""
    found = next((one for one in came if _same(one, wanted)), None)
    return wanted.get("title") or (found or {}).get("title", f"nothing came of {wanted}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_a_file_is_read_by_its_own_reader(tmp_path: Path, case: Case) -> None:
    path = tmp_path / case.name
    path.write_bytes(case.make())
    surest = set()
    for found in find(IngestRequest(paths=(path,))):
        assert isinstance(found.source, SourceFile)
        if not found.source.incidental:
            with found.source.open() as stream:
                head = stream.read(65_536)
            name = found.source.name
            surest.add(max(READERS, key=lambda one: one.sniff(head, name=name)).name)
    assert surest == {case.format_name}


def test_the_corpus_is_large_and_holds_every_format() -> None:
    names = [case.about for case in CASES]
    assert len(names) == len(set(names)) >= AT_LEAST
    assert {reader.name for reader in READERS} == {case.format_name for case in CASES}
