"""Bar 6: every fault that the record and the index must survive has a test that injects it; they are run here."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT

FAULTS: dict[str, tuple[str, ...]] = {
    "kill -9 of a load": (
        "tests/faces/test_processes.py::test_a_killed_ingest_goes_on_to_the_same_record_and_index",
    ),
    "kill -9 in the middle of a change of the index": (
        "tests/indexes/test_indexes.py::test_a_crash_at_any_step_of_a_change_leaves_the_index_as_it_was_and_the_change_can_come_again",
        "tests/indexes/test_damage.py::test_files_of_a_change_that_was_cut_off_before_the_manifest_are_no_damage",
    ),
    "power cut: order of writes": (
        "tests/stores/test_durability.py::test_a_commit_is_on_the_disk_before_it_returns",
        "tests/indexes/test_damage.py::test_everything_a_manifest_speaks_of_is_on_the_disk_before_it",
    ),
    "full disk": (
        "tests/operate/test_full_disk.py",
        "tests/stores/test_durability.py::test_where_no_more_can_be_written_the_batch_is_undone_whole_and_the_next_goes_on",
    ),
    "truncated, flipped or missing file of the index": (
        "tests/indexes/test_damage.py::test_each_file_of_the_index_is_missed_when_it_is_harmed",
        "tests/indexes/test_damage.py::test_a_manifest_with_any_bit_flipped_is_not_trusted",
        "tests/operate/test_verify.py::test_a_damaged_index_is_made_anew_from_the_record_and_verify_doctor_and_log_say_so",
        "tests/operate/test_verify.py::test_an_index_that_is_damaged_while_it_is_open_is_healed",
    ),
    "damaged record": (
        "tests/stores/test_durability.py::test_damaged_pages_of_the_record_are_told",
        "tests/operate/test_backup.py::test_a_record_that_no_longer_opens_is_set_aside",
    ),
    "lock of a dead process": (
        "tests/indexes/test_damage.py::test_a_lock_that_a_killed_process_held_is_free",
        "tests/stores/test_durability.py::test_a_writer_that_is_killed_in_a_transaction_leaves_no_lock_and_no_half_batch",
    ),
    "clock set back": (
        "tests/stores/test_durability.py::test_a_clock_that_goes_back_loses_nothing_and_no_version_begins_before_the_one_it_follows",
    ),
    "truncated, flipped or hostile backup": (
        "tests/operate/test_backup.py::test_a_backup_that_is_not_as_it_was_written_is_refused_and_nothing_changes",
        "tests/operate/test_backup.py::test_a_backup_that_was_cut_short_is_refused",
        "tests/operate/test_backup.py::test_any_flipped_bit_of_a_backup_is_refused_or_without_effect",
    ),
    "slow, silent, huge, cancelled and too many requests": (
        "tests/faces/test_guards.py",
        "tests/faces/test_operating.py::test_slow_and_silent_connections_do_not_hinder_a_search",
        "tests/faces/test_operating.py::test_a_head_that_does_not_come_whole_closes_its_connection",
    ),
}
"""What goes wrong -> the tests that make it."""


def measure() -> Iterator[Bar]:
    started = time.monotonic()
    tests = [one for some in FAULTS.values() for one in some]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", *tests],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout.strip().splitlines()
    if done.returncode != 0:
        print(done.stdout[-4000:], done.stderr[-2000:], file=sys.stderr)
    yield Bar(
        number="6",
        name="every fault has a test that injects it",
        figure=f"{len(FAULTS)} faults, {len(tests)} tests or files of tests named: {said[-1] if said else 'no answer'} "
        f"({time.monotonic() - started:.0f} s)",
        passed=done.returncode == 0,
    )
