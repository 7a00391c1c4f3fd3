#!/usr/bin/env bash
# Makes .venv with everything locked in uv.lock, and the web page's front-end files.
# Needs: Python 3.11-3.13 with venv, git. Chromium (tests in a real browser) is installed where we may.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
UV_VERSION="0.13.9"

find_python() {
    for candidate in "${PYTHON:-}" python3.12 python3.13 python3.11 python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
        command -v "$candidate"
        return 0
    done
    return 1
}

install_packages() { # Debian packages, where we are root and apt is there; else say what to type
    local missing=("$@")
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing Debian packages: ${missing[*]}"
        apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && return 0
    fi
    say "missing system packages: ${missing[*]}"
    say "install them with:  sudo apt-get install ${missing[*]}"
    return 1
}

python="$(find_python)" || { say "no Python 3.11, 3.12 or 3.13 found; install one, or set PYTHON=/path/to/python3"; exit 1; }

if [ ! -x .venv/bin/python ]; then
    say "making .venv with $python"
    "$python" -m venv .venv || {
        rm -rf .venv
        install_packages python3-venv || exit 1
        "$python" -m venv .venv
    }
fi
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
fi
say "installing the locked dependencies"
UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --frozen --quiet --compile-bytecode
# where PYTHONDONTWRITEBYTECODE is set (many containers), every start would compile all of it anew
.venv/bin/python -m compileall -q src

# the learned order of the hits (LightGBM) needs the OpenMP runtime, which small images lack
.venv/bin/python -c 'import ctypes; ctypes.CDLL("libgomp.so.1")' 2>/dev/null || install_packages libgomp1 || exit 1

[ -f scripts/front_end.py ] && .venv/bin/python scripts/front_end.py

if [ "${1:-}" = "--with-browser" ] && ! command -v chromium >/dev/null 2>&1; then
    install_packages chromium fonts-noto-core fonts-noto-cjk ||
        say "without Chromium the tests in a real browser are skipped (the rest runs)"
fi
if [ "${1:-}" = "--with-browser" ] && ! command -v soffice >/dev/null 2>&1; then
    say "without LibreOffice the tests that work out exported workbooks are skipped; to have it: apt-get install --no-install-recommends libreoffice-calc-nogui"
fi
touch .venv/.ready
