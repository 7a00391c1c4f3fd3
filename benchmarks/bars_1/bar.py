"""What a bar's measurement gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of `make bars-1`."""

    number: str
    name: str
    figure: str
    passed: bool

    def line(self) -> str:
        return f"{self.number:<4} {self.name}: {self.figure}  {'PASS' if self.passed else 'FAIL'}"
