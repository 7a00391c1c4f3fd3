"""A server of two workers: real processes over one home, killed, loaded into, stopped."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any  # our own server's JSON; its shape is faces/wire/operate.py
from urllib.parse import urlencode, urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families
from test_processes import _write, command, run

PATIENCE_SECONDS = 90
WORKERS = 2


class Served:
    """A running server and ways to ask it."""

    def __init__(self, home: Path, temporary: Path, *, ready: int = WORKERS) -> None:
        """Waits until so many workers are ready."""
        self.home = home
        self.temporary = temporary
        self._connections: list[HTTPConnection] = []
        temporary.mkdir()
        self.log = temporary.parent / f"{temporary.name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command(home, "serve", "--port", "0", "--workers", str(WORKERS)),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "TMPDIR": str(temporary)},
            )
        assert self.process.stdout is not None
        found = re.search(r"http://\S+", self.process.stdout.readline())
        assert found is not None
        self.address = urlsplit(found.group(0)).netloc
        self.until(lambda: self.get("/readyz")["workers_ready"] >= ready)

    def connect(self) -> HTTPConnection:
        self._connections.append(HTTPConnection(self.address, timeout=PATIENCE_SECONDS))
        return self._connections[-1]

    def hang_up(self) -> None:
        """Close every connection."""
        while self._connections:
            self._connections.pop().close()

    def get(self, path: str, **parameters: str) -> dict[str, Any]:
        """On a connection of its own, whoever answers."""
        connection = self.connect()
        try:
            return asked(connection, path, **parameters)
        finally:
            connection.close()

    def one_each(self) -> list[HTTPConnection]:
        """A connection to each worker, which it keeps."""
        found: dict[int, HTTPConnection] = {}
        others = []
        end = time.monotonic() + PATIENCE_SECONDS
        while len(found) < WORKERS and time.monotonic() < end:
            connection = self.connect()
            worker = asked(connection, "/healthz")["worker"]
            others.append(connection) if worker in found else found.update({worker: connection})
        for one in others:
            one.close()
        return [found[worker] for worker in range(WORKERS)]

    def pids(self) -> list[int]:
        """Of the workers, in their order."""
        told = (self.temporary.glob(f"dragoman-*/worker-{worker}.json") for worker in range(WORKERS))
        return [json.loads(next(found).read_text())["pid"] for found in told]

    def children(self) -> list[int]:
        """Of the parent, whether they have told of themselves or not."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def searches(self) -> float:
        connection = self.connect()
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "dragoman_searches_total"
        )

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            with suppress(OSError, HTTPException, ValueError, KeyError):
                if holds():
                    return
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; fails where one of its processes runs on."""
        pids = self.children()
        self.process.send_signal(number)
        self.process.communicate(timeout=PATIENCE_SECONDS)
        end = time.monotonic() + PATIENCE_SECONDS
        while not all(map(gone, pids)) and time.monotonic() < end:
            time.sleep(0.05)
        assert pids
        assert all(map(gone, pids))
        with pytest.raises(ConnectionRefusedError):
            self.get("/healthz")
        self.hang_up()


def asked(connection: HTTPConnection, path: str, **parameters: str) -> dict[str, Any]:
    connection.request("GET", f"{path}?{urlencode(parameters)}")
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer


def page(connection: HTTPConnection, path: str) -> tuple[int, str]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def sent(connection: HTTPConnection, file: Path, *, action: str = "load") -> str:
    """Upload through the page; the address of the job."""
    body = (
        f'--x\r\nContent-Disposition: form-data; name="action"\r\n\r\n{action}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="files"; filename="{file.name}"\r\n'
        f"Content-Type: text/csv\r\n\r\n{file.read_text(encoding='utf-8')}\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    connection.request("POST", "/ingest", body=body.encode(), headers=kind)
    return _led(connection.getresponse())


def _led(answer: HTTPResponse) -> str:
    answer.read()
    assert answer.status == 303
    return answer.headers["location"]


def gone(pid: int) -> bool:
    """Whether no process, or only one that nobody has waited for, has this number."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in {"Z", "X"}
    except OSError:
        return True


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workers")
    run(folder / "home", "ingest", str(_write(folder / "a.csv", 60)))
    return folder / "home"


@pytest.fixture(scope="module")
def running(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(home, tmp_path_factory.mktemp("shared") / "tmp")
    yield served
    asked(served.connect(), "/healthz")  # one that is kept open holds nothing up
    served.end()
    assert served.process.returncode == 0
    assert list(served.temporary.iterdir()) == []


@pytest.fixture
def server(running: Served) -> Iterator[Served]:
    yield running
    running.hang_up()


def test_all_workers_answer_the_same(server: Served) -> None:
    connections = server.one_each()
    first, second = (asked(one, "/api/search", q="steel bottle 7") for one in connections)
    assert first["hits"]
    assert [hit["offer_id"] for hit in first["hits"]] == [hit["offer_id"] for hit in second["hits"]]
    assert first["facets"] == second["facets"]


def test_connections_are_shared_out(server: Served) -> None:
    held = [server.connect() for _one in range(6)]
    workers = [asked(one, "/healthz")["worker"] for one in held]
    for one in held:
        one.close()
    assert 1 <= workers.count(0) <= 5


def test_one_answers_for_what_all_have_counted(server: Served) -> None:
    connections = server.one_each()
    before = server.searches()
    for one in connections:
        asked(one, "/api/search", q="bottle")
    server.until(lambda: server.searches() >= before + WORKERS)


def test_an_upload_through_one_worker_is_followed_and_found_through_the_other(
    server: Served, tmp_path: Path
) -> None:
    one, other = server.one_each()
    job = sent(one, _write(tmp_path / "up.csv", 5, prefix="ZED"), action="preview")
    server.until(lambda: "Load these files" in page(other, job)[1])
    other.request("POST", f"{job}/load")
    load = _led(other.getresponse())
    server.until(lambda: "5 offers loaded" in page(one, load)[1])
    for connection in server.one_each():
        found = asked(connection, "/api/search", q="ZED-3")
        assert [hit["external_id"] for hit in found["hits"]][:1] == ["ZED-3"]


def test_searches_go_on_through_a_load(server: Served, tmp_path: Path) -> None:
    one, other = server.one_each()
    job = sent(one, _write(tmp_path / "long.csv", 4000, prefix="LONG"))
    for connection in (one, other):
        assert asked(connection, "/api/search", q="B-7")["hits"][0]["external_id"] == "B-7"
    server.until(lambda: "4,000 offers loaded" in page(other, job)[1])
    for connection in server.one_each():  # one that said nothing for so long was closed
        assert asked(connection, "/api/search", q="LONG-3999")["hits"][0]["external_id"] == "LONG-3999"


def test_a_worker_that_is_killed_is_started_again_while_the_other_answers(server: Served) -> None:
    pids, counted = server.pids(), server.searches()
    os.kill(pids[0], signal.SIGKILL)
    server.until(lambda: gone(pids[0]))
    assert all(server.get("/api/search", q="B-7")["hits"] for _time in range(5))
    server.until(lambda: server.get("/readyz")["workers_ready"] == WORKERS and server.pids()[0] != pids[0])
    assert server.pids()[1] == pids[1]
    assert "worker_died" in server.log.read_text()
    assert server.searches() >= counted


def test_no_worker_runs_on_once_the_parent_was_killed(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own)
    server = Served(own, tmp_path / "tmp", ready=1)
    server.end(signal.SIGKILL)


def test_a_home_that_does_not_open_is_said_once_with_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    ended = subprocess.run(
        command(tmp_path / "home", "serve", "--port", "0", "--workers", "2"),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ended.returncode == 5
    assert ended.stderr.count("expected a folder to keep the record in") == 1
    assert "Traceback" not in ended.stderr


def test_a_new_record_is_said_once_and_none_is_begun_for_a_worker_that_starts_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    new = Served(home, tmp_path / "new")
    try:
        assert new.log.read_text().count("a new, empty one was begun there") == 1
        home.rename(tmp_path / "elsewhere")
        os.kill(new.pids()[0], signal.SIGKILL)
        new.until(lambda: "RecordMissing" in new.log.read_text())
        assert not home.exists()
        (tmp_path / "elsewhere").rename(home)
        new.until(lambda: new.get("/readyz")["workers_ready"] == WORKERS)
    finally:
        new.end()
    again = Served(home, tmp_path / "again")
    again.end()
    assert "begun" not in again.log.read_text()


def test_a_port_that_is_taken_is_said(server: Served, tmp_path: Path) -> None:
    port = server.address.rsplit(":", 1)[1]
    ended = subprocess.run(
        command(tmp_path / "home", "serve", "--port", port, "--workers", "2"),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ended.returncode == 2
    assert "expected to listen on" in ended.stderr


def test_one_worker_ends_cleanly_at_sigterm(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(tmp_path / "home", "serve", "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address is not None
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:  # the address is told before anybody listens to signals
        with suppress(OSError, HTTPException):
            connection = HTTPConnection(urlsplit(address[0]).netloc, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            connection.close()
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, err.count("\n")) == (0, 1)  # that a record was begun
