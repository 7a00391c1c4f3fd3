"""Raised figures: of cents, of squares, of the marks of footnotes."""

from __future__ import annotations

_LOW = "0123456789"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LOWERED = str.maketrans(RAISED, _LOW)
"""For `str.translate`: "¹²" -> "12"."""
LIFTED = str.maketrans(_LOW, RAISED)
"""And back."""
