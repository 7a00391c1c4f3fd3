"""Health, readiness, metrics, logs: true, parseable, and silent about what was asked."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Receive, Scope, Send
from test_processes import serving

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
from dragoman.errors import StoreError
from dragoman.faces.server import make_server
from dragoman.operate.keeper import Standing
from dragoman.operate.logs import configure
from dragoman.settings import Settings

GOOD = b"SKU,Product name,Price USD\n00412,Steel bottle 750 ml,2.10\n00413,Jar,abc\n"


@pytest.fixture
def dragoman(tmp_path: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=tmp_path / "home")) as opened:
        yield opened


def metrics(client: TestClient) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_metrics_count_what_happened(dragoman: Dragoman) -> None:
    client = TestClient(make_server(dragoman))
    client.post("/api/ingest", files=[("files", ("prices.csv", GOOD))])
    client.get("/api/search", params={"q": "steel bottle"})
    client.get("/api/search", params={"q": "bottle", "filter": "nonsense=1"})
    client.get("/api/search", params={"q": "bottle", "filter": "country=ZZ"})
    found = metrics(client)
    outcomes = {
        what: found["dragoman_searches_total", what] for what in ("found", "nothing", "refused", "failed")
    }
    assert outcomes == {"found": 1, "nothing": 1, "refused": 1, "failed": 0}
    assert found["dragoman_search_seconds_count", "total"] == 2
    assert found["dragoman_search_seconds_bucket", "+Inf", "total"] == 2
    assert found["dragoman_search_seconds_sum", "total"] > 0
    assert found["dragoman_ingest_rows_total",] == 2
    assert found["dragoman_ingest_offers_total", "added"] >= 1
    assert found["dragoman_ingest_problems_total",] >= 1
    assert found["dragoman_record", "offers"] == found["dragoman_ingest_offers_total", "added"]
    assert found["dragoman_index_lag",] == 0
    assert found["dragoman_ready",] == 1
    assert found["dragoman_requests_at_work", "search"] == 0
    assert found["process_resident_memory_bytes",] > 0


def test_a_server_is_alive_while_it_starts_and_ready_when_it_is_warm(dragoman: Dragoman) -> None:
    now = [Standing(phase="indexing", indexed=300, to_index=1000)]
    client = TestClient(make_server(dragoman, standing=lambda: now[0]))
    assert client.get("/healthz").status_code == 200
    starting = client.get("/readyz")
    assert (starting.status_code, starting.json()["indexed"]) == (503, 300)
    assert starting.headers["retry-after"]
    now[0] = Standing(phase="ready")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["lag"]) == (200, 0)


@pytest.mark.parametrize("left", ["no folder", "an empty folder"])
def test_a_home_that_is_taken_away_is_said_not_made_anew_and_comes_back(
    dragoman: Dragoman, tmp_path: Path, left: str
) -> None:
    client = TestClient(make_server(dragoman), raise_server_exceptions=False)
    client.post("/api/ingest", files=[("files", ("prices.csv", GOOD))])
    home, away = tmp_path / "home", tmp_path / "away"
    home.rename(away)
    if left == "an empty folder":
        home.mkdir()
    for asked in ("/api/search?q=bottle", "/?q=bottle", "/status", "/readyz"):
        assert client.get(asked).status_code == 503, asked
    assert "the record is gone" in client.get("/readyz").json()["trouble"]
    assert client.post("/api/ingest", files=[("files", ("more.csv", GOOD))]).status_code == 503
    assert metrics(client)["dragoman_ready",] == 0
    assert list(home.rglob("*")) == []
    if left == "an empty folder":
        home.rmdir()
    assert not home.exists()
    away.rename(home)
    assert client.get("/api/search?q=bottle").json()["total"] == 2


def test_a_record_that_cannot_be_read_is_not_ready_but_alive(
    dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> tuple[int, int]:
        raise StoreError("record.sqlite3: disk I/O error")

    monkeypatch.setattr(dragoman, "generations", broken)
    monkeypatch.setattr(dragoman, "counts", broken)
    client = TestClient(make_server(dragoman))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["trouble"]) == (503, "record.sqlite3: disk I/O error")
    assert client.get("/healthz").status_code == 200
    found = metrics(client)
    assert found["dragoman_ready",] == 0
    assert ("dragoman_index_lag",) not in found


def test_an_index_that_is_behind_is_still_ready_and_says_by_how_much(dragoman: Dragoman) -> None:
    client = TestClient(make_server(dragoman))
    client.post("/api/ingest", files=[("files", ("prices.csv", GOOD))])
    dragoman._index.clear()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["lag"] > 0) == (200, True)


def test_a_log_line_is_one_json_object_and_says_nothing_of_what_was_asked(
    dragoman: Dragoman, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("json", "info")
    try:
        client = TestClient(make_server(dragoman))
        client.get("/api/search", params={"q": "secret bottles"}, headers={"X-Request-ID": "abc-1"})
        client.get("/api/files", headers={"X-Request-ID": "no\tgood id"})
    finally:
        configure("text", "warning")
    out, err = capsys.readouterr()
    events = [json.loads(line) for line in err.splitlines()]
    assert "secret" not in out + err
    first, second = (event for event in events if event["event"] == "request")
    assert (first["path"], first["status"], first["request"]) == ("/api/search", 200, "abc-1")
    assert first["level"] == "info"
    assert second["request"] != "no\tgood id"


def test_slow_and_silent_connections_do_not_hinder_a_search(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as url:
        host, port = url.removeprefix("http://").split(":")
        slow = [socket.create_connection((host, int(port)), timeout=10) for _one in range(120)]
        for number, connection in enumerate(slow):
            if number % 3 == 1:
                connection.sendall(b"GET /api/search?q=bottle HTTP/1.1\r\nHost: loc")
            elif number % 3 == 2:
                connection.sendall(
                    b"POST /api/preview HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                    b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
                )
        import urllib.request

        started = time.monotonic()
        for _time in range(3):
            with urllib.request.urlopen(f"{url}/api/search?q=steel+bottle", timeout=30) as answer:
                assert answer.status == 200
        with urllib.request.urlopen(f"{url}/readyz", timeout=30) as answer:
            assert json.load(answer)["ready"]
        assert time.monotonic() - started < 20
        for connection in slow:
            connection.close()


def test_a_head_that_does_not_come_whole_closes_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from uvicorn import Config
    from uvicorn.server import ServerState

    from dragoman.faces import patience

    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.05)

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError

    async def connect() -> bytes:
        config = Config(app, log_config=None)
        config.load()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: patience.PatientProtocol(config=config, server_state=ServerState(), app_state={}),
            "127.0.0.1",
            0,
        )
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: loc")
        got = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        server.close()
        return got

    with ThreadPoolExecutor(1) as own_thread:  # the tests in a browser keep a loop running on this one
        assert own_thread.submit(lambda: asyncio.run(connect())).result() == b""


def test_how_the_server_is_doing_is_told_where_too_many_connections_are_open() -> None:
    import asyncio

    from uvicorn import Config
    from uvicorn.server import ServerState

    from dragoman.faces.patience import PatientProtocol

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def statuses(*paths: str) -> list[int]:
        config = Config(app, log_config=None, limit_concurrency=2)
        config.load()
        state, loop, found = ServerState(), asyncio.get_running_loop(), []
        server = await loop.create_server(
            lambda: PatientProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        idle = [await asyncio.open_connection("127.0.0.1", port) for _one in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in paths:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            head = await asyncio.wait_for(reader.read(), 10)
            found.append(int(head.split()[1]))
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _reader, one in [*idle, (reader, writer)]:
            one.close()
        server.close()
        return found

    asked = ("/healthz", "/", "/readyz", "/metrics", "/api/search?q=x", "/status")
    with ThreadPoolExecutor(1) as own_thread:
        answered = own_thread.submit(lambda: asyncio.run(statuses(*asked))).result()
    assert dict(zip(asked, answered, strict=True)) == {
        "/healthz": 200,
        "/": 503,
        "/readyz": 200,
        "/metrics": 200,
        "/api/search?q=x": 503,
        "/status": 200,
    }


def test_a_file_whose_load_was_killed_is_told_to_be_stopped_and_one_that_is_loading_is_not(
    dragoman: Dragoman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(make_server(dragoman))
    path = tmp_path / "prices.csv"
    path.write_bytes(GOOD)

    def told() -> tuple[str, str, bool]:
        state = client.get("/api/files").json()["files"][0]["state"]
        unfinished = any(one.name == "unfinished load" for one in dragoman.doctor().findings)
        return state, client.get("/status").text, unfinished

    seen: list[tuple[str, str, bool]] = []

    def killed(*_arguments: object, **_more: object) -> None:
        seen.append(told())
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.stores.sql.SqlStore.finish_file", killed)
    with pytest.raises(KeyboardInterrupt):
        dragoman.ingest(ingest_request(path, settings=dragoman.settings), lambda _event: None)
    ((state, page, unfinished),) = seen
    assert (state, unfinished) == ("loading", False)
    assert "load it again" not in page
    state, page, unfinished = told()
    assert (state, unfinished) == ("stopped", True)
    assert "stopped; load it again" in page
    monkeypatch.undo()
    dragoman.ingest(ingest_request(path, settings=dragoman.settings), lambda _event: None)
    assert told()[0] == "loaded"


def test_a_file_whose_load_was_killed_is_told_to_be_stopped_while_another_loads(
    dragoman: Dragoman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(make_server(dragoman))
    seen: list[dict[str, str]] = []

    def killed(*_arguments: object, **_more: object) -> None:
        seen.append({one["name"]: one["state"] for one in client.get("/api/files").json()["files"]})
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.stores.sql.SqlStore.finish_file", killed)
    for name in ("first.csv", "second.csv", "first.csv"):
        (tmp_path / name).write_bytes(GOOD)
        with pytest.raises(KeyboardInterrupt):
            dragoman.ingest(ingest_request(tmp_path / name, settings=dragoman.settings), lambda _event: None)
    assert seen == [
        {"first.csv": "loading"},
        {"first.csv": "stopped", "second.csv": "loading"},
        {"first.csv": "loading", "second.csv": "stopped"},
    ]


@pytest.mark.parametrize(
    "name", ["价目表" * 28 + ".csv", "прайс" * 60 + ".csv", "é" * 150 + ".csv", "x" * 400 + ".csv"]
)
def test_an_upload_may_have_a_name_of_any_length(dragoman: Dragoman, name: str) -> None:
    client = TestClient(make_server(dragoman))
    answer = client.post("/api/ingest", files=[("files", (name, GOOD))])
    assert (answer.status_code, answer.json()["rows"]) == (200, 2)
    (kept,) = dragoman.settings.uploads_path.iterdir()
    assert kept.name.endswith(name[-40:])


def test_of_uploads_that_are_kept_under_one_name_both_names_are_told(dragoman: Dragoman) -> None:
    client = TestClient(make_server(dragoman))
    for names, said in (
        (("a&b.csv", "a%b.csv"), "'a&b.csv' and 'a%b.csv', both kept as 'a_b.csv'"),
        (("a.csv", "a.csv"), "'a.csv' twice"),
    ):
        answer = client.post("/api/ingest", files=[("files", (name, GOOD)) for name in names])
        assert answer.status_code == 400
        assert said in answer.json()["detail"]
