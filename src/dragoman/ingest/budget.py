"""How much one container (archive, e-mail) may unpack to, everything inside it together."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import ProblemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be opened at all; memory and disk stay bounded by these."""

    max_file_bytes: int = 4 * 1024**3
    """Largest single file."""
    max_unpacked_bytes: int = 8 * 1024**3
    """Most that one archive or compressed file may unpack to, all members together."""
    max_ratio: float = 200.0
    """Most that a member may grow by; real tables grow 5 to 50 times. Counts from `ratio_from_bytes` on."""
    ratio_from_bytes: int = 16 * 1024**2
    """A member that unpacks to less than this may have any ratio."""
    max_members: int = 10_000
    """Most members of one archive or e-mail, those of the containers within it included."""
    max_nesting: int = 4
    """Containers within each other: a mailbox, an e-mail in it, one attached to that, a zip attached to that."""


class Refused(Exception):
    """A container goes beyond a limit, or cannot be opened for another reason that its owner can mend."""

    def __init__(self, expected: str, got: str, advice: str, kind: ProblemKind = "limit") -> None:
        super().__init__(expected)
        self.expected, self.got, self.advice, self.kind = expected, got, advice, kind


class Budget:
    """Counts what one container unpacks to, what is nested in it included."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0
        self._members = 0

    def member(self, count: int = 1, /) -> None:
        """`count` more members. Raises Refused."""
        self._members += count
        if self._members > self._limits.max_members:
            raise too_many(self._limits)

    def spend(self, size: int, /, *, unpacked: int, packed: int) -> None:
        """`size` more bytes; `unpacked` so far of this member, which takes `packed` bytes in the archive. Raises Refused."""
        self._total += size
        limits = self._limits
        if self._total > limits.max_unpacked_bytes:
            raise Refused(
                f"an archive that unpacks to at most {limits.max_unpacked_bytes:,} bytes",
                f"more than {self._total:,}",
                "unpack it yourself and load the folder, or raise DRAGOMAN_MAX_UNPACKED_MB if you trust it",
            )
        if unpacked > limits.max_file_bytes:
            raise Refused(
                f"files of at most {limits.max_file_bytes:,} bytes",
                f"more than {unpacked:,}",
                "split the file, or raise DRAGOMAN_MAX_FILE_MB",
            )
        if unpacked > limits.ratio_from_bytes and unpacked > limits.max_ratio * max(packed, 1):
            raise Refused(
                f"a file that grows at most {limits.max_ratio:g} times when unpacked",
                f"{unpacked:,} bytes out of {packed:,}",
                "this is how zip bombs are made; if you trust it, unpack it yourself and load the folder",
            )


def too_many(limits: Limits, /) -> Refused:
    """More members than the limit."""
    return Refused(
        f"an archive or e-mail of at most {limits.max_members:,} files, all that it holds together",
        "more",
        "unpack it yourself and load the folders one by one",
    )
