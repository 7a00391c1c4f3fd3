"""The command line, REST and the web page give the same answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.app import Dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server

QUESTIONS = [
    "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe",
    "LED Lampe E27 9 W",
    "不锈钢螺栓 M8",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_cli_rest_and_web_give_the_same_ten_answers(
    question: str, sample_home: Path, sample_dragoman: Dragoman
) -> None:
    done = CliRunner().invoke(
        main, ["--home", str(sample_home), "search", question, "--limit", "10", "--json"]
    )
    assert done.exit_code == 0, done.output
    by_cli = [hit["offer_id"] for hit in json.loads(done.stdout)["hits"]]

    client = TestClient(make_server(sample_dragoman))
    by_rest = [hit["offer_id"] for hit in client.get("/api/search", params={"q": question}).json()["hits"]]
    page = client.get("/", params={"q": question}).text
    by_web = list(dict.fromkeys(re.findall(r'href="/offer/([0-9a-f]+)', page)))

    assert len(by_cli) == 10
    assert by_cli == by_rest == by_web


def test_the_json_of_cli_and_rest_is_the_same_but_for_the_time_taken(
    sample_home: Path, sample_dragoman: Dragoman
) -> None:
    words = [
        "--quantity",
        "300",
        "--to",
        "DE",
        "--currency",
        "EUR",
        "--filter",
        "moq<=500",
        "--sort",
        "unit_price",
    ]
    done = CliRunner().invoke(main, ["--home", str(sample_home), "search", "bottle", *words, "--json"])
    by_cli = json.loads(done.stdout)
    by_rest = (
        TestClient(make_server(sample_dragoman))
        .get(
            "/api/search",
            params={
                "q": "bottle",
                "quantity": 300,
                "to": "DE",
                "currency": "EUR",
                "filter": "moq<=500",
                "sort": "unit_price",
            },
        )
        .json()
    )
    del by_cli["took_ms"], by_rest["took_ms"]
    assert by_cli == by_rest
