"""What loads are at is in the home: seen by any worker, and known to have ended where who was at it has died."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.faces.guards import lanes_of
from dragoman.faces.web.job import Job
from dragoman.faces.web.job_files import DIED, JobFiles
from dragoman.ingest.load import IngestRequest
from dragoman.settings import Settings

JOB = Job(job_id="abcdefgh", kind="load", request=IngestRequest(paths=(Path("a.csv"),)), state="reading")


def test_another_sees_how_far_a_job_is_and_that_it_will_never_end_once_its_worker_died(
    tmp_path: Path,
) -> None:
    mine, theirs = (JobFiles(tmp_path, most=10) for _one in range(2))
    held = mine.hold(JOB.job_id)
    assert held is not None
    mine.write(JOB)
    assert theirs.read(JOB.job_id) == JOB
    os.close(held)  # as the kernel does for one that is killed
    found = theirs.read(JOB.job_id)
    assert found is not None
    assert (found.state, found.error, found.request) == ("failed", DIED, JOB.request)


def test_the_oldest_that_ended_give_way(tmp_path: Path) -> None:
    files = JobFiles(tmp_path, most=2)
    for number in range(5):
        one = Job(job_id=f"number-{number}", kind="load", request=JOB.request, state="done")
        held = files.hold(one.job_id)
        assert held is not None
        files.write(one)
        os.utime(tmp_path / f"{one.job_id}.json", (number, number))
        os.close(held)
    known = [number for number in range(5) if files.read(f"number-{number}") is not None]
    assert known == [2, 3, 4]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a/b", "x" * 100])
def test_what_is_no_jobs_name_is_not_looked_for(tmp_path: Path, name: str) -> None:
    assert JobFiles(tmp_path, most=2).read(name) is None


def test_a_file_that_holds_no_job_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "abcdefgh.json").write_text('{"job_id": 3')
    assert JobFiles(tmp_path, most=2).read("abcdefgh") is None


def test_workers_share_places_and_queues_and_each_has_one_at_least() -> None:
    settings = Settings(max_searches=5, max_waiting=64)
    lanes = lanes_of(settings, workers=2)
    assert (lanes["search"].places, lanes["search"].queue, lanes["load"].places) == (3, 32, 1)
    assert lanes_of(Settings(max_searches=1), workers=8)["search"].places == 1
