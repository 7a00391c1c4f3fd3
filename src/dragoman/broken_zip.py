"""What zipfile raises for a damaged, encrypted or exotic archive."""

from __future__ import annotations

import lzma
import zipfile
import zlib

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""An OSError may be of the archive too: an entry that begins before the file does, bzip2 data that is none."""
