"""`make demo`: load the sample suppliers' files, show three searches, serve the page.

--no-serve   stop after the searches, exit 0
--home DIR   where record and index go (default: .dragoman in the checkout)
--port N     default 8765; the next free one where it is taken
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.app import Dragoman, limits_of, open_dragoman
from dragoman.faces import cli_show as show
from dragoman.faces.server import serve
from dragoman.ingest.load import IngestRequest
from dragoman.ports import ReadOptions
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
SEARCHES = (
    "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe",
    "2000 LED-Lampen E27 9 W, unter 2 EUR, CE",
    "有机棉T恤 300件 15天内",
)


def main() -> int:
    arguments = _arguments()
    settings = Settings(home=arguments.home)
    settings.home.mkdir(parents=True, exist_ok=True)
    if not settings.rates_path.exists():
        shutil.copyfile(SAMPLES / "rates.csv", settings.rates_path)
    with open_dragoman(settings) as dragoman:
        _load(dragoman)
        hits = [_search(dragoman, text) for text in SEARCHES]
        if arguments.no_serve:
            return 0 if all(hits) else 1
        with _matching(settings.home):
            serve(dragoman, host=settings.host, port=_free_port(settings.host, arguments.port))
    return 0


@contextmanager
def _matching(home: Path) -> Iterator[None]:
    """`dragoman match` beside the server: the groups are there half a minute later, and nobody waits for them."""
    print(
        "\nFinding offers of one product in the background: results show them grouped in a minute.",
        flush=True,
    )
    program = "from dragoman.faces.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "--home", str(home), "match"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()  # batches are committed whole: the next run goes on from there


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--no-serve", action="store_true")
    parser.add_argument("--home", type=Path, default=ROOT / ".dragoman")
    parser.add_argument("--port", type=int, default=8765)
    return parser.parse_args()


def _load(dragoman: Dragoman) -> None:
    print("Loading the sample suppliers' files (all suppliers are fictional) ...", flush=True)
    request = IngestRequest(
        paths=(SAMPLES / "catalogues",),
        mapping=None,
        supplier=None,
        country=None,
        options=ReadOptions(),
        limits=limits_of(dragoman.settings),
    )
    with show.ingest_progress(quiet=False) as progress:
        report = dragoman.ingest(request, progress.on_event, progress.on_indexed)
    show.ingest_report(report)


def _search(dragoman: Dragoman, text: str) -> int:
    print(f"\n=== {text}", flush=True)
    result = dragoman.search(SearchRequest(text=text, limit=3))
    show.search_result(result)
    return len(result.hits)


def _free_port(host: str, wanted: int) -> int:
    for port in range(wanted, wanted + 20):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return 0


if __name__ == "__main__":
    sys.exit(main())
