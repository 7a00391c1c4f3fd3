"""Twice the load that is comfortable, with loads of files going on: answers or 503 with Retry-After, nothing else."""

from __future__ import annotations

import asyncio
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.bars_1.bar import Bar
from benchmarks.running import SAMPLES, command, run_json, serving, with_sample_rates
from dragoman.bench.measures import percentile

MINUTES = 10.0
COMFORTABLE_SECONDS = 10.0
CLIENTS = 4
"""That ask one after the other, to find the comfortable load."""
QUESTIONS = (
    "insulated bottle 750 ml",
    "LED strip 5 m",
    "螺栓 M8",
    "Handtuch Baumwolle",
    "500 t-shirts under 3 USD",
    "drill",
)
_TIMEOUT = 60.0
_MOST_GROWTH_MB = 250
"""Of resident memory from the middle to the end."""


@dataclass(kw_only=True)
class _Answers:
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    """Of those answered 200."""
    without_retry: int = 0
    """503 without Retry-After."""


def measure(work: Path, *, minutes: float = MINUTES, seed: int = 20261126) -> Iterator[Bar]:
    home = with_sample_rates(work / "home")
    run_json(home, "ingest", str(SAMPLES / "catalogues"))
    draw = random.Random(seed)
    with serving(home) as server:
        until_ready(server.url)
        calm = asyncio.run(_closed_loop(server.url, COMFORTABLE_SECONDS, draw))
        rate = len(calm.seconds) / COMFORTABLE_SECONDS
        stop = threading.Event()
        loads = threading.Thread(target=_keep_loading, args=(home, work, stop))
        loads.start()
        memory: list[int] = []
        try:
            full = asyncio.run(_open_loop(server.url, 2 * rate, minutes * 60, draw, memory, server.pid))
        finally:
            stop.set()
            loads.join()
        time.sleep(2)
        after = asyncio.run(_closed_loop(server.url, COMFORTABLE_SECONDS, draw))
    odd = {status: count for status, count in full.statuses.items() if status not in {"200", "503"}}
    growth = memory[-1] - memory[len(memory) // 2] if memory else 0
    p95_calm, p95_after = percentile(calm.seconds, 0.95), percentile(after.seconds, 0.95)
    yield Bar(
        number="load",
        name=f"{minutes:g} minutes at twice the comfortable load, loads going on",
        figure=f"comfortable {rate:.0f}/s (p95 {p95_calm * 1000:.0f} ms); at {2 * rate:.0f}/s: {full.statuses['200']} answered "
        f"(p95 {percentile(full.seconds, 0.95) * 1000:.0f} ms), {full.statuses['503']} sent away, "
        f"{full.without_retry} of them without Retry-After, other: {odd or 'none'}; memory at most {max(memory, default=0)} MB, "
        f"{growth:+d} MB in the second half; afterwards p95 {p95_after * 1000:.0f} ms",
        passed=not odd
        and not full.without_retry
        and growth < _MOST_GROWTH_MB
        and bool(full.seconds)
        and p95_after < 3 * p95_calm + 0.05,
    )


def until_ready(url: str) -> None:
    """Wait for `/readyz`."""
    end = time.monotonic() + 120
    while asyncio.run(_ask(url, "/readyz"))[0] != "200":
        if time.monotonic() > end:
            raise RuntimeError("the server is not ready after two minutes")
        time.sleep(0.2)


async def _closed_loop(url: str, seconds: float, draw: random.Random) -> _Answers:
    answers, end = _Answers(), time.monotonic() + seconds

    async def client() -> None:
        while time.monotonic() < end:
            await _one(url, draw, answers)

    await asyncio.gather(*(client() for _one_of in range(CLIENTS)))
    return answers


async def _open_loop(
    url: str, rate: float, seconds: float, draw: random.Random, memory: list[int], process: int
) -> _Answers:
    """Requests come whether or not earlier ones are answered."""
    answers, start, sent = _Answers(), time.monotonic(), 0
    asked: set[asyncio.Task[None]] = set()
    while (now := time.monotonic()) < start + seconds:
        while sent < (now - start) * rate:
            task = asyncio.create_task(_one(url, draw, answers))
            asked.add(task)
            task.add_done_callback(asked.discard)
            sent += 1
        if len(memory) < now - start:
            memory.append(_resident_mb(process))
        await asyncio.sleep(0.005)
    await asyncio.gather(*asked)
    return answers


async def _one(url: str, draw: random.Random, answers: _Answers) -> None:
    started = time.monotonic()
    status, head = await _ask(url, f"/api/search?q={quote(draw.choice(QUESTIONS))}&limit=10")
    answers.statuses[status] += 1
    if status == "200":
        answers.seconds.append(time.monotonic() - started)
    elif status == "503" and "retry-after" not in head.lower():
        answers.without_retry += 1


async def _ask(url: str, path: str) -> tuple[str, str]:
    """(status, head); the name of what went wrong in the place of a status."""
    host = urlsplit(url)
    try:
        async with asyncio.timeout(_TIMEOUT):
            reader, writer = await asyncio.open_connection(host.hostname, host.port)
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\nConnection: close\r\n\r\n".encode()
                )
                content = await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError) as error:
        return type(error).__name__, ""
    head = content.partition(b"\r\n\r\n")[0].decode("latin-1")
    words = head.split(" ", 2)
    return (words[1] if len(words) > 1 else "nothing"), head


def _keep_loading(home: Path, work: Path, stop: threading.Event) -> None:
    """One edition of a list after the other, by the command line, as a nightly job would."""
    edition = 0
    while not stop.is_set():
        edition += 1
        lines = [f"L-{n},Steel bottle {n} ml,{1 + n / 100 + edition:.2f},100" for n in range(2000)]
        path = work / "loaded.csv"
        path.write_text("\n".join(["SKU,Product name,Price USD,MOQ", *lines]), encoding="utf-8")
        subprocess.run(
            ["nice", *command(home, "ingest", str(path), "--json")], capture_output=True, check=True
        )
        stop.wait(5)


def _resident_mb(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024
