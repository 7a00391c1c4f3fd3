"""A load or a preview that runs while the visitor watches, at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.faces.web.said import Said
from dragoman.ingest.load import IngestReport, IngestRequest
from dragoman.ingest.preview import FilePreview

JobKind = Literal["load", "preview"]
JobState = Literal["waiting", "reading", "indexing", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a job is at, at one moment."""

    job_id: str
    kind: JobKind
    request: IngestRequest
    said: Said = field(default_factory=Said)
    """What the visitor said of the files."""
    state: JobState = "waiting"
    file: str = ""
    """Being read now."""
    rows: int = 0
    """Of that file, read so far."""
    indexed: int = 0
    to_index: int = 0
    report: IngestReport | None = None
    previews: tuple[FilePreview, ...] = ()
    error: str = ""

    @property
    def finished(self) -> bool:
        return self.state in {"done", "failed"}

    @property
    def readable(self) -> bool:
        """Whether there is anything that can be loaded, as far as a preview tells."""
        return self.kind != "preview" or any(one.error is None for one in self.previews)

    @property
    def names(self) -> list[str]:
        """Of the files, as they were sent."""
        return [path.name for path in self.request.paths]
