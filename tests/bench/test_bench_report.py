"""Figures as tables, a history and charts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dragoman.bench.chart import growth_chart, kinds_chart
from dragoman.bench.figures import Asked, Catalogue, Changed, Figures, Load, Machine, Opened, Recall, Served
from dragoman.bench.measures import latency
from dragoman.bench.memory import Memory
from dragoman.bench.questions import Question
from dragoman.bench.report import HEADING, add_to_history, history_line, tables
from dragoman.bench.run import from_json, to_json
from dragoman.bench.tasks import path_of, slowest_tenth
from dragoman.search.request import SearchRequest


def asked(kind: str, milliseconds: float, *, clients: int = 1) -> Asked:
    took = latency([milliseconds / 1000] * 20, clients=clients, took=1.0)
    return Asked(kind=kind, latency=took, found=12.0, stages_ms={"rank": 2.0, "total": milliseconds})


def figures(offers: int = 10_000, *, slower: float = 1.0) -> Figures:
    memory = Memory(resident=900.0, private=700.0)
    return Figures(
        machine=Machine(
            date="2026-11-26", cores=2, load=0.3, memory_mb=8000, python="3.11.7", dragoman="0.1.0"
        ),
        catalogue=Catalogue(offers=offers, seed=1, identity="1-1-abc"),
        load=Load(
            offers=offers,
            problems=3,
            seconds=20.0,
            record_seconds=15.0,
            per_second=offers / 20,
            slowest_tenth=400.0,
            peak=memory,
            file_mb=6.0,
            record_mb=20.0,
            index_mb=12.0,
        ),
        opened=Opened(
            import_seconds=1.0, open_seconds=0.5, first_search_seconds=2.0, warm_seconds=1.5, memory=memory
        ),
        library=(asked("text", 4 * slower), asked("hybrid", 20 * slower), asked("hybrid", 50, clients=4)),
        served=Served(workers=2, ready_seconds=4.0, memory=memory, asked=(asked("hybrid", 30 * slower),)),
        recall=Recall(questions=40, at_10=0.998, at_100=0.991, p50_ms=2.0, p95_ms=3.0, exact_p50_ms=200.0),
        changed=Changed(offers=1000, seconds=1.7, found=1000),
    )


def test_figures_survive_being_written_down() -> None:
    assert from_json(to_json(figures())) == figures()


def test_the_tables_hold_recall_beside_the_time_of_the_dense_leg() -> None:
    cells = [cell for table in tables(figures()) for row in table.rows for cell in row]
    assert any("@10 0.9980" in cell and "p95 3.0 ms" in cell for cell in cells)
    assert all(len(row) == len(table.columns) for table in tables(figures()) for row in table.rows)


def test_a_busy_machine_is_said() -> None:
    busy = replace(figures(), machine=replace(figures().machine, load=5.0))
    assert "busy: load 5.0" in next(iter(tables(busy))).title
    assert "busy" not in next(iter(tables(figures()))).title


def test_a_history_begins_a_table_and_goes_on_with_it(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\nWords.\n", encoding="utf-8")
    add_to_history(page, figures())
    page.write_text(page.read_text(encoding="utf-8") + "\n## More\n| a |\n", encoding="utf-8")
    add_to_history(page, figures(20_000))
    first, second = history_line(figures()), history_line(figures(20_000))
    assert page.read_text(encoding="utf-8") == (
        f"# Benchmarks\n\nWords.\n\n{HEADING}\n{first}\n{second}\n\n## More\n| a |\n"
    )


def test_what_was_not_measured_is_an_empty_cell_of_the_history() -> None:
    bare = Figures(machine=figures().machine, catalogue=figures().catalogue)
    assert history_line(bare).count("|") == HEADING.split("\n")[0].count("|")


def test_a_history_in_a_new_file_is_the_table(tmp_path: Path) -> None:
    add_to_history(tmp_path / "new.md", figures())
    assert (tmp_path / "new.md").read_text(encoding="utf-8") == f"{HEADING}\n{history_line(figures())}\n"


def test_the_charts_are_well_formed_and_name_every_kind() -> None:
    for chart in (kinds_chart(figures()), growth_chart([figures(100_000, slower=3), figures()])):
        words = [one.text or "" for one in ElementTree.fromstring(chart).iter()]
        assert any("hybrid" in word for word in words)
        assert any("text" in word for word in words)


def test_the_slowest_tenth_is_told_by_rows_and_not_by_time() -> None:
    steady = [(float(second), 100 * second) for second in range(11)]
    stalled = [*steady, (60.0, 1200)]
    assert slowest_tenth(steady) == pytest.approx(100)
    assert slowest_tenth(stalled) < 10
    assert slowest_tenth([]) == slowest_tenth([(1.0, 5)]) == 0.0


def test_a_question_is_asked_of_the_server_with_all_that_it_says() -> None:
    request = SearchRequest(
        text="Tee & Kanne", filters=("moq<=500",), facets=("country",), quantity=500, currency="EUR"
    )
    assert path_of(Question(kind="hybrid", request=request)) == (
        "/api/search?q=Tee+%26+Kanne&sort=relevance&limit=10&filter=moq%3C%3D500&facet=country&quantity=500&currency=EUR"
    )
    assert path_of(Question(kind="prefix", prefix="bo")) == "/api/complete?prefix=bo"
    assert path_of(Question(kind="dense", request=SearchRequest(text="a", facets=()))).endswith(
        "facet=language&facet_values=0"
    )
