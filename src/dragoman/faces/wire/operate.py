"""JSON of what operating asks: backups, and whether the server is ready."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import Field

from dragoman.faces.wire.shapes import Wire
from dragoman.operate.archive import Contents


class BackupWire(Wire):
    file: str
    dragoman: str = Field(description="version that made it")
    made_at: datetime
    revision: str = Field(description="of the record's schema")
    generation: int
    offers: int
    members: int = Field(description="files in it")
    bytes: int = Field(description="unpacked")


class AliveWire(Wire):
    version: str
    seconds: float = Field(description="since the server began")
    worker: int = Field(description="number of the process that answered, from 0")


class ReadyWire(Wire):
    ready: bool = Field(description="whether searches are answered from a warm start")
    phase: str = Field(description="starting, indexing, warming, ready")
    indexed: int | None = Field(description="changes applied so far, while indexing")
    to_index: int | None
    index_generation: int | None
    record_generation: int | None = Field(description="null where the record cannot be read")
    lag: int | None = Field(description="changes that the index lacks")
    disk_free_bytes: int
    disk_ok: bool
    trouble: str = Field(description="why the index could not be brought up, or the record read")
    workers: int = Field(description="processes that answer; ready where all are")
    workers_ready: int


def backup_wire(contents: Contents, file: Path, /) -> BackupWire:
    return BackupWire(
        file=str(file),
        dragoman=contents.dragoman,
        made_at=contents.made_at,
        revision=contents.revision,
        generation=contents.generation,
        offers=contents.offers,
        members=len(contents.members),
        bytes=sum(one.size for one in contents.members),
    )
