"""The few first-bytes signs that a reader needs to leave another reader's files alone."""

from __future__ import annotations

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
PACKED = (ZIP, OLE, PARQUET, b"\x1f\x8b", b"%PDF-", b"\x89PNG", b"Rar!\x1a", b"7z\xbc\xaf", b"\xfd7zXZ")
"""Beginnings that are never a text file's."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def text_start(head: bytes, /) -> str:
    """The first characters of a head, BOM and white space gone, to tell "{", "[" and "<" from a table.

    UTF-16 is decoded; any other encoding agrees with Latin-1 on the characters that matter.
    """
    encoding = "latin-1"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif head[:64].count(0):
        encoding = "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
    elif head.startswith(_BOMS[0]):
        head = head[3:]
    whole = head[: len(head) // 2 * 2] if encoding.startswith("utf-16") else head
    return whole.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
