"""Runs the real `dragoman` command and server for measurements."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any  # JSON from our own command: its shape is faces/wire/shapes.py
from urllib.parse import urlencode

from dragoman.bench.run import serving as served

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "samples"
ICECAT = SHARED / "icecat" / "products.jsonl.gz"
ICECAT_MAPPING = ROOT / "benchmarks" / "icecat.toml"
DRAGOMAN = ROOT / ".venv" / "bin" / "dragoman"

Json = dict[str, Any]


def command(home: Path, *words: str) -> list[str]:
    return [str(DRAGOMAN), "--home", str(home), *words]


def run(home: Path, *words: str, timeout: float = 1800) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its exit code is the caller's to judge."""
    return subprocess.run(command(home, *words), capture_output=True, text=True, timeout=timeout, check=False)


def run_json(home: Path, *words: str) -> Json:
    """Run a command that must succeed, with --json."""
    done = run(home, *words, "--json")
    if done.returncode != 0:
        raise RuntimeError(f"{words} exited {done.returncode}: {done.stderr[-2000:]}")
    answer: Json = json.loads(done.stdout)
    return answer


def with_sample_rates(home: Path) -> Path:
    """A home whose exchange rates are the samples'."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "rates.csv").write_bytes((SAMPLES / "rates.csv").read_bytes())
    return home


class Server:
    """A running `dragoman serve`."""

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self.pid = pid

    def get(self, path: str, **parameters: str | int) -> Json:
        with urllib.request.urlopen(f"{self.url}{path}?{urlencode(parameters)}", timeout=60) as answer:
            found: Json = json.load(answer)
        return found


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Start the server on a free port, wait until it is ready, stop it in the end."""
    with served(home) as (url, pid):
        yield Server(url, pid)
