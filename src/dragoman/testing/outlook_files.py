"""Writes Outlook messages (.msg) for tests: an OLE file of streams and storages, as MS-CFB and MS-OXMSG say."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class _Writing:
    sectors: list[bytes] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    mini_chain: list[int] = field(default_factory=list)
    entries: list[list[object]] = field(default_factory=list)

    def stream(self, data: bytes) -> int:
        """Where a stream begins; written to sectors, or to the mini stream where it is short."""
        if not data:
            return _END
        if len(data) < _CUTOFF:
            start = len(self.mini_chain)
            count = -(-len(data) // _MINI)
            self.mini += data.ljust(count * _MINI, b"\0")
            self.mini_chain += [*range(start + 1, start + count), _END]
            return start
        return self.big(data)

    def big(self, data: bytes) -> int:
        start = len(self.sectors)
        count = -(-len(data) // _SECTOR)
        for at in range(count):
            self.sectors.append(data[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
        self.chain += [*range(start + 1, start + count), _END]
        return start

    def storage(self, tree: Tree, into: int) -> None:
        ids = []
        for name in sorted(tree, key=lambda one: (len(one), one.upper())):
            value = tree[name]
            entry = len(self.entries)
            ids.append(entry)
            if isinstance(value, bytes):
                self.entries.append([name, 2, self.stream(value), len(value), _FREE, _FREE, _FREE])
            else:
                self.entries.append([name, 1, 0, 0, _FREE, _FREE, _FREE])
                self.storage(value, entry)
        self.entries[into][6] = self.balanced(ids)

    def balanced(self, ids: Sequence[int]) -> int:
        if not ids:
            return _FREE
        middle = len(ids) // 2
        self.entries[ids[middle]][4] = self.balanced(ids[:middle])
        self.entries[ids[middle]][5] = self.balanced(ids[middle + 1 :])
        return ids[middle]


def ole_file(tree: Tree) -> bytes:
    """A compound file with these streams (bytes) and storages (mappings)."""
    made = _Writing()
    made.entries.append(["Root Entry", 5, _END, 0, _FREE, _FREE, _FREE])
    made.storage(tree, 0)
    made.entries[0][2], made.entries[0][3] = (
        (made.big(bytes(made.mini)) if made.mini else _END),
        len(made.mini),
    )
    directory = b"".join(_entry(*one) for one in made.entries)  # type: ignore[arg-type] # lists of mixed fields
    directory_at = made.big(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    mini_fat = struct.pack(f"<{len(made.mini_chain)}I", *made.mini_chain)
    padded = mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff")
    mini_at = made.big(padded) if mini_fat else _END
    fat_sectors = 1
    while (len(made.chain) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    assert fat_sectors <= 109, "this writer makes no DIFAT"
    fat_at = len(made.sectors)
    table = [*made.chain, *[_FAT] * fat_sectors]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(fat_sectors * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fat_sectors, directory_at, 0, _CUTOFF, mini_at, len(padded) // _SECTOR, _END, 0),
    )
    difat = [*range(fat_at, fat_at + fat_sectors)]
    head += struct.pack("<109I", *difat, *[_FREE] * (109 - len(difat)))
    return head + b"".join(made.sectors) + packed


def _entry(name: str, kind: int, start: int, size: int, left: int, right: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIQ", text, len(text) + 2, kind, 1, left, right, child, 0, start, size
    )


def properties(header: int, fixed: Mapping[int, int] | None = None) -> bytes:
    """The table of the properties of fixed size: tag -> value."""
    table = bytes(header)
    for tag, value in (fixed or {}).items():
        table += struct.pack("<HHIq", 0x40 if value > 2**32 else 3, tag, 6, value)
    return table


def message(
    *,
    texts: Mapping[int, str] | None = None,
    data: Mapping[int, bytes] | None = None,
    fixed: Mapping[int, int] | None = None,
    attachments: Sequence[Tree] = (),
    within: bool = False,
) -> dict[str, bytes | Tree]:
    """The tree of a message; `ole_file` makes a file of it."""
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": properties(24 if within else 32, fixed)}
    for tag, text in (texts or {}).items():
        tree[f"__substg1.0_{tag:04X}001F"] = text.encode("utf-16-le")
    for tag, value in (data or {}).items():
        tree[f"__substg1.0_{tag:04X}0102"] = value
    for number, attachment in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = attachment
    return tree


def attachment(
    name: str, content: bytes | Tree, *, fixed: Mapping[int, int] | None = None, **texts: str
) -> dict[str, bytes | Tree]:
    """An attachment: a file, or (a tree) another message."""
    embedded = not isinstance(content, bytes)
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": properties(8, {0x3705: 5 if embedded else 1, **(fixed or {})}),
        "__substg1.0_3707001F": name.encode("utf-16-le"),
        f"__substg1.0_3701{'000D' if embedded else '0102'}": content,
    }
    for tag, text in texts.items():
        tree[f"__substg1.0_{tag[1:]}001F"] = text.encode("utf-16-le")
    return tree
