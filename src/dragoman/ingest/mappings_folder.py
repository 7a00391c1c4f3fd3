"""HOME/mappings/: the corrections that are remembered, a TOML file each, for the user to read, edit and share."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.disk import written
from dragoman.errors import MappingError, NotFound
from dragoman.normalise.mapping.file import MappingFile, read_mapping
from dragoman.normalise.mapping.layout import Layout, merged
from dragoman.normalise.mapping.learned import LearnedMapping, corrects, free_name, learned_toml

_SUFFIX = ".toml"
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenMapping:
    """A file of the folder that cannot be used; the others can."""

    name: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What the folder holds now, by name."""

    known: tuple[LearnedMapping, ...] = ()
    broken: tuple[BrokenMapping, ...] = ()


class MappingsFolder:
    """The folder; made when the first correction is remembered. Loads, which write to it, take turns in a home."""

    def __init__(self, path: Path, /) -> None:
        self._path = path

    def read(self) -> Library:
        """Every file of it; one with a mistake is told and the others are used."""
        known: list[LearnedMapping] = []
        broken: list[BrokenMapping] = []
        for name, path in self._files().items():
            try:
                known.append(_learned(name, path))
            except MappingError as error:
                broken.append(BrokenMapping(name=name, error=str(error)))
        return Library(known=tuple(known), broken=tuple(broken))

    def get(self, name: str, /) -> LearnedMapping:
        """Raises NotFound; MappingError where the file has a mistake."""
        return _learned(name, self._file(name))

    def remember(self, says: MappingFile, layouts: Iterable[Layout], /) -> tuple[str, ...]:
        """Keep a mapping file for the layouts that it was used with; what was remembered for these gives way.

        Returns:
            The names it is kept under.
        """
        names = [
            self._keep(learned_toml(says, layout), layout)
            for layout in merged(one for one in layouts if corrects(says, one))
        ]
        return tuple(dict.fromkeys(names))

    def take_in(self, path: Path, /) -> LearnedMapping:
        """Keep a mapping that was exported. Raises MappingError where it has a mistake or another holds for its layout."""
        says = read_mapping(path, _content(path))
        if says.layout is None:
            raise MappingError(
                f"{path}: expected a mapping with the [layout] that it holds for, as `dragoman mappings export` writes; "
                "got one without: give it with `dragoman ingest --mapping` and a file of the supplier, and it is remembered"
            )
        before = self._of(says.layout)
        if before is not None and before.says.text != says.text:
            raise MappingError(
                f"{path}: {before.name!r} is remembered for this layout already and says otherwise; "
                f"look at it with `dragoman mappings show {before.name}`, forget it, and import again"
            )
        return self.get(self._keep(says.text, says.layout))

    def export(self, name: str, target: Path, /) -> None:
        """Copy a mapping out. Raises NotFound; MappingError where something is at the target already."""
        text = self.get(name).says.text
        with written(target):
            try:
                with target.open("x", encoding="utf-8", newline="") as file:
                    file.write(text)
            except FileExistsError as error:
                raise MappingError(
                    f"{target}: a file is there already and may hold corrections; name another, or move it away"
                ) from error

    def forget(self, name: str, /) -> None:
        """Remove a mapping, a broken one too. Raises NotFound."""
        path = self._file(name)
        with written(path):
            path.unlink(missing_ok=True)

    # ------------------------------------------------------------------------------ files

    def _files(self) -> dict[str, Path]:
        """By name. Names that users give are looked up here and never make a path."""
        if not self._path.is_dir():
            return {}
        found = sorted(path for path in self._path.iterdir() if path.suffix == _SUFFIX and path.is_file())
        return {path.stem: path for path in found if not path.name.startswith(".")}

    def _file(self, name: str) -> Path:
        files = self._files()
        if name not in files:
            names = ", ".join(list(files)[:10]) or "none yet"
            raise NotFound(f"no mapping {name[:80]!r} is remembered; `dragoman mappings` lists them: {names}")
        return files[name]

    def _of(self, layout: Layout) -> LearnedMapping | None:
        return next((one for one in self.read().known if _equal(one.layout, layout)), None)

    def _keep(self, text: str, layout: Layout) -> str:
        before = self._of(layout)
        name = before.name if before is not None else free_name(layout.supplier, self._files())
        if before is None or before.says.text != text:
            self._write(name, text)
        return name

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all: a reader never sees half a file."""
        target = self._path / f"{name}{_SUFFIX}"
        beside = self._path / f".{secrets.token_hex(8)}.part"
        with written(target):
            self._path.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(text.encode())
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)


def _equal(one: Layout, other: Layout) -> bool:
    return one.of_same_supplier(other) and (one.signature, one.sheet) == (other.signature, other.sheet)


def _learned(name: str, path: Path) -> LearnedMapping:
    says = read_mapping(path, _content(path))
    if says.layout is None:
        raise MappingError(
            f"{path}: expected a [layout] with supplier and columns, got none; without it nothing tells which files "
            "it holds for: see docs/reference/mapping.md"
        )
    return LearnedMapping(name=name, layout=says.layout, says=says)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise MappingError(
            f"{path}: expected a mapping file, got {error.strerror}; check the path"
        ) from error
    if len(content) > _MOST_BYTES:
        raise MappingError(f"{path}: expected a mapping file of at most {_MOST_BYTES // 1024} kB, got more")
    return content
