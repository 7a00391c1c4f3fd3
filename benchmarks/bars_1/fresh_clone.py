"""Bar 1: a fresh clone with empty caches runs `make demo` and `make test`, each under ten minutes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import ROOT

LIMIT_SECONDS = 600


def measure(work: Path) -> Iterator[Bar]:
    clone = work / "clone" / "dragoman"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = _empty_caches(work)

    seconds, done = _timed(["make", "demo", "ARGS=--no-serve"], clone, environment)
    searches = done.stdout.count("=== ")
    hits = len(re.findall(r"^\d+\. ", done.stdout, re.MULTILINE))
    yield Bar(
        number="1a",
        name="make demo ARGS=--no-serve, fresh clone, empty caches",
        figure=f"exit {done.returncode}, {searches} searches, {hits} hits shown, {seconds:.0f} s (at most {LIMIT_SECONDS})",
        passed=done.returncode == 0 and searches == 3 and hits >= 3 and seconds < LIMIT_SECONDS,
    )
    yield _serves(clone, environment)

    seconds, done = _timed(["make", "test"], clone, environment)
    summary = next((line for line in reversed(done.stdout.splitlines()) if " passed" in line), "no summary")
    yield Bar(
        number="1c",
        name="make test, the same clone without ../shared",
        figure=f"exit {done.returncode}, {summary.strip(' =')}, {seconds:.0f} s (at most {LIMIT_SECONDS})",
        passed=done.returncode == 0 and seconds < LIMIT_SECONDS,
    )


def _serves(clone: Path, environment: dict[str, str]) -> Bar:
    start = time.monotonic()
    server = subprocess.Popen(
        ["make", "demo"],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        found = None
        while found is None:
            line = server.stdout.readline()
            if not line:
                break
            found = re.search(r"serves on (http://\S+)", line)
        page = _page(found.group(1)) if found else ""
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)
    return Bar(
        number="1b",
        name="make demo serves the page",
        figure=f"{len(page)} characters of HTML, {time.monotonic() - start:.0f} s",
        passed="<form" in page and "Dragoman" in page,
    )


def _page(url: str) -> str:
    for _attempt in range(50):
        try:
            with urllib.request.urlopen(f"{url}/?q=bottle", timeout=20) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            time.sleep(0.2)
    return ""


def _timed(
    words: list[str], folder: Path, environment: dict[str, str]
) -> tuple[float, subprocess.CompletedProcess[str]]:
    start = time.monotonic()
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=1500
    )
    if done.returncode != 0:
        print(done.stdout[-3000:], done.stderr[-3000:], flush=True)
    return time.monotonic() - start, done


def _empty_caches(work: Path) -> dict[str, str]:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("VIRTUAL_ENV", "UV_", "MAKE", "MFLAGS"))
    }
    for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache", "XDG_CACHE_HOME"):
        environment[name] = str(work / "caches" / name)
    return environment
