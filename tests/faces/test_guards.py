"""Hosts that are not ours, requests too large or too slow, too many at once: refused early, clearly, at little cost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.guards import bodies, lanes_of
from dragoman.faces.guards.bodies import BodyGuard
from dragoman.faces.guards.gate import Gate, Lane, LaneName, lane_of
from dragoman.faces.guards.hosts import allowed_hosts, is_allowed
from dragoman.faces.server import make_server
from dragoman.operate.keeper import READY, Standing
from dragoman.settings import Settings

GOOD = b"SKU,Product name,Price USD\n00412,Steel bottle 750 ml,2.10\n"


@pytest.fixture(scope="module")
def dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=tmp_path_factory.mktemp("guards"), max_upload_mb=1)) as opened:
        yield opened


@pytest.fixture
def client(dragoman: Dragoman) -> TestClient:
    return TestClient(make_server(dragoman))


# ------------------------------------------------------------------------------ hosts


@pytest.mark.parametrize("path", ["/", "/api/files", "/healthz", "/static/mark.svg", "/nothing"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "192.0.2.7", "127.0.0.1.evil.example", "[", "a b"]
)
def test_a_host_that_is_not_ours_is_refused_on_every_path(client: TestClient, path: str, host: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "DRAGOMAN_ALLOWED_HOSTS" in answer.text
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "127.8.8.8", "[::1]:9", "a.localhost", "localhost."],
)
def test_this_machine_is_answered_under_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_the_bound_address_and_the_names_of_the_setting_are_answered() -> None:
    allowed = allowed_hosts("192.0.2.7", "shop.example, Other.Example.")
    assert all(is_allowed(one, allowed) for one in ("192.0.2.7:80", "shop.example", "other.example:8765"))
    assert not any(
        is_allowed(one, allowed) for one in ("192.0.2.8", "x.shop.example", "shop.example.evil.example")
    )


@pytest.mark.parametrize("bound", ["0.0.0.0", "::"])
def test_a_server_on_every_address_is_answered_by_address_but_not_by_any_name(bound: str) -> None:
    allowed = allowed_hosts(bound, "")
    assert all(is_allowed(one, allowed) for one in ("192.0.2.8:80", "[2001:db8::1]", "10.0.0.1"))
    assert not is_allowed("evil.example", allowed)


# ------------------------------------------------------------------------------ bodies


def pieces(total: int) -> Iterator[bytes]:
    """A multipart body that does not say its length."""
    yield b'--cut\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n' + GOOD
    for _piece in range(total // 65_536):
        yield b"x" * 65_536
    yield b"\r\n--cut--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=cut"}


@pytest.mark.parametrize("path", ["/api/ingest", "/api/preview", "/ingest"])
def test_an_upload_in_pieces_is_cut_off_where_it_grows_too_large(
    client: TestClient, path: str, dragoman: Dragoman
) -> None:
    answer = client.post(path, content=pieces(8 << 20), headers=FORM)
    assert answer.status_code == 413
    assert "DRAGOMAN_MAX_UPLOAD_MB" in answer.text
    if path.startswith("/api"):
        assert answer.json()["error"] == "FileTooLarge"
    assert (
        not list(dragoman.settings.uploads_path.glob("*"))
        if dragoman.settings.uploads_path.exists()
        else True
    )


@pytest.mark.parametrize("path", ["/api/ingest", "/ingest"])
def test_an_upload_that_says_it_is_too_large_is_refused_before_it_is_read(
    client: TestClient, path: str
) -> None:
    answer = client.post(path, content=b"x" * 10, headers=FORM | {"Content-Length": str(9 << 30)})
    assert answer.status_code == 413


def test_an_upload_in_pieces_within_the_limit_is_taken(client: TestClient) -> None:
    answer = client.post("/api/preview", content=pieces(65_536), headers=FORM)
    assert answer.status_code == 200


def test_a_route_that_takes_no_files_takes_no_more_than_a_form(client: TestClient) -> None:
    answer = client.post("/api/reindex", content=(b"x" * 65_536 for _piece in range(40)))
    assert answer.status_code in {200, 413}  # a body that no route reads is not read


async def run(app: ASGIApp, scope: Scope, receive: Receive) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def scope(path: str, method: str = "GET") -> Scope:
    return {"type": "http", "path": path, "method": method, "headers": [], "query_string": b""}


def status(messages: list[Message]) -> int:
    (start,) = [one for one in messages if one["type"] == "http.response.start"]
    return int(start["status"])


async def reading(_scope: Scope, receive: Receive, send: Send) -> None:
    """A framework that calls whatever goes wrong while it reads a bad request."""
    try:
        while (await receive()).get("more_body"):
            pass
        code = 200
    except Exception:  # noqa: BLE001 - as frameworks do
        code = 400
    await send({"type": "http.response.start", "status": code, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_sender_that_falls_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE_SECONDS", 0.05)

    async def silent() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    guard = BodyGuard(reading, max_upload_mb=1)
    assert status(asyncio.run(run(guard, scope("/api/ingest", "POST"), silent))) == 408


def test_a_sender_of_single_bytes_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.02)

    async def dribble() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    guard = BodyGuard(reading, max_upload_mb=1)
    assert status(asyncio.run(run(guard, scope("/api/ingest", "POST"), dribble))) == 408


# ------------------------------------------------------------------------------ the gate


class Counted:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.most = 0
        self.now = 0
        self.go = asyncio.Event()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.begun += 1
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def present() -> Message:
    """A client that sent its request and stays."""
    await asyncio.Event().wait()
    raise AssertionError


def gate(app: ASGIApp, lane: Lane, told: list[str], standing: Callable[[], Standing] = lambda: READY) -> Gate:
    lanes: dict[LaneName, Lane] = {"search": lane, "load": Lane(places=1, queue=1, patience_seconds=1)}
    return Gate(app, lanes=lanes, standing=standing, told=lambda name, what: told.append(f"{name} {what}"))


def test_so_many_work_so_many_wait_and_the_rest_is_sent_away_at_once_with_when_to_come_again() -> None:
    told: list[str] = []

    async def crowd() -> tuple[Counted, list[list[Message]], Lane]:
        app, lane = Counted(), Lane(places=2, queue=3, patience_seconds=30)
        guarded = gate(app, lane, told)
        tasks = [asyncio.create_task(run(guarded, scope("/api/search"), present)) for _one in range(9)]
        done, _pending = await asyncio.wait(tasks, timeout=0.2)
        assert len(done) == 4
        assert (lane.occupied().at_work, lane.occupied().waiting) == (2, 3)
        app.go.set()
        return app, await asyncio.gather(*tasks), lane

    app, answers, lane = asyncio.run(crowd())
    assert sorted(map(status, answers)) == [200] * 5 + [503] * 4
    refused = next(one for one in answers if status(one) == 503)
    assert int(dict(refused[0]["headers"])[b"retry-after"]) >= 1
    assert (app.begun, app.most) == (5, 2)
    assert (lane.occupied().at_work, lane.occupied().waiting) == (0, 0)
    assert told == ["search turned_away"] * 4


def test_who_is_gone_before_the_turn_came_is_not_searched_for() -> None:
    told: list[str] = []

    async def leave() -> tuple[Counted, Lane]:
        app, lane = Counted(), Lane(places=1, queue=5, patience_seconds=30)
        guarded = gate(app, lane, told)
        first = asyncio.create_task(run(guarded, scope("/"), present))
        await asyncio.sleep(0.01)
        said: list[Message] = [{"type": "http.request", "body": b""}, {"type": "http.disconnect"}]

        async def leaving() -> Message:
            return said.pop(0)

        assert await run(guarded, scope("/"), leaving) == []
        app.go.set()
        await first
        return app, lane

    app, lane = asyncio.run(leave())
    assert app.begun == 1
    assert lane.occupied().at_work == 0
    assert told == ["search cancelled"]


def test_patience_ends() -> None:
    async def wait() -> tuple[int, Lane]:
        app, lane = Counted(), Lane(places=1, queue=5, patience_seconds=0.05)
        guarded = gate(app, lane, [])
        first = asyncio.create_task(run(guarded, scope("/"), present))
        await asyncio.sleep(0.01)
        late = status(await run(guarded, scope("/"), present))
        app.go.set()
        await first
        return late, lane

    late, lane = asyncio.run(wait())
    assert (late, lane.occupied().at_work, lane.occupied().waiting) == (503, 0, 0)


def test_a_slow_reader_holds_no_place_and_a_failure_gives_it_back() -> None:
    async def read_slowly() -> Lane:
        lane = Lane(places=1, queue=0, patience_seconds=1)
        stuck = asyncio.Event()

        async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await stuck.wait()

        async def fail(_scope: Scope, _receive: Receive, _send: Send) -> None:
            raise RuntimeError("ours")

        slow = asyncio.create_task(run(gate(answer, lane, []), scope("/"), present))
        await asyncio.sleep(0.01)
        assert lane.occupied().at_work == 0
        with pytest.raises(RuntimeError):
            await run(gate(fail, lane, []), scope("/"), present)
        stuck.set()
        await slow
        return lane

    assert asyncio.run(read_slowly()).occupied().at_work == 0


def test_a_server_that_is_starting_is_waited_for() -> None:
    phases = iter([Standing(), Standing(phase="indexing"), READY])
    last = [Standing()]

    def standing() -> Standing:
        last[0] = next(phases, READY)
        return last[0]

    async def ask() -> int:
        app = Counted()
        app.go.set()
        return status(
            await run(
                gate(app, Lane(places=1, queue=1, patience_seconds=1), [], standing), scope("/"), present
            )
        )

    assert asyncio.run(ask()) == 200
    assert last[0].ready


@pytest.mark.parametrize(
    ("path", "method", "lane"),
    [
        ("/healthz", "GET", None),
        ("/readyz", "GET", None),
        ("/metrics", "GET", None),
        ("/static/page.css", "GET", None),
        ("/api/search", "GET", "search"),
        ("/", "GET", "search"),
        ("/ingest/abc", "GET", "search"),
        ("/ingest", "POST", "load"),
        ("/api/ingest", "POST", "load"),
        ("/api/reindex", "POST", "load"),
    ],
)
def test_loads_never_keep_searches_out_nor_either_the_health_checks(
    path: str, method: str, lane: LaneName | None
) -> None:
    assert lane_of(scope(path, method)) == lane


def test_a_crowd_of_real_searches_is_answered_or_sent_away_and_nothing_breaks(tmp_path: Path) -> None:
    with open_dragoman(Settings(home=tmp_path, max_searches=1, max_waiting=2)) as dragoman:
        dragoman.warm_up()
        server = make_server(dragoman)
        answers: list[int] = []

        async def crowd() -> None:
            from httpx2 import ASGITransport, AsyncClient

            async with AsyncClient(
                transport=ASGITransport(app=server), base_url="http://localhost"
            ) as client:
                tasks: list[Awaitable[None]] = []

                async def ask() -> None:
                    answer = await client.get("/api/search", params={"q": "steel bottle"})
                    answers.append(answer.status_code)
                    assert answer.status_code == 200 or answer.headers["retry-after"]
                    assert (await client.get("/healthz")).status_code == 200

                tasks = [ask() for _one in range(12)]
                await asyncio.gather(*tasks)

        asyncio.run(crowd())
        seen = dragoman.watch.seen().searches
    assert set(answers) == {200, 503}
    assert seen["turned_away"] == answers.count(503)
    assert seen["found"] + seen["nothing"] == answers.count(200)


def test_a_lane_is_kept_right_by_many_threads_and_loops() -> None:
    lane = Lane(places=2, queue=50, patience_seconds=30)

    async def work() -> None:
        for _time in range(50):
            turn = lane.enter()
            assert turn is not None
            await turn
            assert lane.occupied().at_work <= 2
            lane.leave(0.001)

    threads = [threading.Thread(target=lambda: asyncio.run(work())) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    assert (lane.occupied().at_work, lane.occupied().waiting) == (0, 0)


@pytest.mark.parametrize(("processors", "places"), [(1, 2), (2, 2), (8, 8)])
def test_as_many_searches_are_at_work_as_there_are_processors_and_two_at_least(
    monkeypatch: pytest.MonkeyPatch, processors: int, places: int
) -> None:
    monkeypatch.setattr("dragoman.faces.guards.processors", lambda: processors)
    assert lanes_of(Settings())["search"].places == places
