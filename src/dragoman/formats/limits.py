"""How much of one row, one cell and one sheet a reader holds in memory before it refuses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Bounds that keep memory small whatever a file holds; every reader takes them, none asks for more."""

    max_cell_chars: int = 1_000_000
    """Longest text of one cell."""
    max_row_chars: int = 4_000_000
    """Longest row, line or item, all its cells together."""
    max_columns: int = 16_384
    """Most cells of one row or item (a spreadsheet's own limit)."""
    max_depth: int = 64
    """Deepest nesting of a JSON or XML item."""
    max_record_lines: int = 1_000
    """Most lines that one quoted CSV cell may run over; beyond, its quote is taken for a stray one."""
    max_sheet_unpacked_bytes: int = 1_073_741_824
    """What an XLSX or ODS package may unpack to."""
    max_sheet_file_bytes: int = 536_870_912
    """Largest XLSX, XLS or ODS file: the parser holds it in memory."""
    max_sheet_memory_bytes: int = 1_610_612_736
    """Address space of the process that parses a spreadsheet."""
    max_sheet_seconds: int = 60
    """Of the processor, that parsing a spreadsheet may take, and four more for each megabyte of the file."""
    max_row_group_bytes: int = 1_073_741_824
    """Largest Parquet row group, unpacked."""


DEFAULT_LIMITS = ReadLimits()
