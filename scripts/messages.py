"""Messages of the web page: taken from its modules and templates, and merged into each language's file.

    python scripts/messages.py           write locale/dragoman.pot, bring every dragoman.po up to it
    python scripts/messages.py --check   change nothing; exit 1 where a file is behind

Marked for translation are `marked`, `marked_plural`, `ui.say` and `ui.count` in Python, `_`, `ui.say` and
`ui.count` in templates. Needs nothing but Babel and Jinja2; src/dragoman/faces/web/locale/README.md says how to
translate.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "dragoman" / "faces" / "web"
LOCALE = WEB / "locale"
TEMPLATE = LOCALE / "dragoman.pot"
LANGUAGES = ("zh", "es", "de", "fr", "ar")
"""Beside English, in which the messages are written."""

Message = str | tuple[str, str]
"""A message, or its singular and plural."""

PYTHON_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "marked": None,
    "marked_plural": (1, 2),
    "say": None,
    "count": (1, 2),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 where a file is behind")
    check = parser.parse_args().check
    template = collected()
    behind = [path for path, wanted in files(template) if not path.is_file() or path.read_bytes() != wanted]
    for path, wanted in files(template):
        if not check and path in behind:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted)
    for path in behind:
        print(f"{'behind' if check else 'written'}: {path.relative_to(ROOT)}")
    return 1 if check and behind else 0


def collected() -> Catalog:
    """Every message, in the order of the files it stands in."""
    catalog = Catalog(project="Dragoman", version="1", charset="utf-8")
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")]):
        place = path.relative_to(WEB).as_posix()
        for message in _python(path) if path.suffix == ".py" else _jinja(path):
            catalog.add(message, locations=[(place, 0)])
    return catalog


def files(template: Catalog) -> Iterator[tuple[Path, bytes]]:
    """Each file of locale/ with what belongs in it: what is translated stays, what is gone goes."""
    yield TEMPLATE, _written(template)
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / "dragoman.po"
        known = (
            read_po(BytesIO(path.read_bytes()), locale=language)
            if path.is_file()
            else Catalog(locale=language)
        )
        known.project, known.version, known.charset, known.fuzzy = "Dragoman", "1", "utf-8", False
        known.update(template, no_fuzzy_matching=True)
        known.obsolete.clear()
        yield path, _written(known)


def _written(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, omit_header=False, include_lineno=False, sort_by_file=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    dated = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Language-Team',
        b'"Report-Msgid',
        b'"Generated-By',
    )
    return b"".join(line for line in lines if not line.startswith((b"# ", b"#\n", *dated)))


def _python(path: Path) -> Iterator[Message]:
    with path.open("rb") as stream:
        for _line, found, _comments, _context in extract("python", stream, keywords=PYTHON_KEYWORDS):
            yield (found[0], found[1]) if isinstance(found, tuple) else found


def _jinja(path: Path) -> Iterator[Message]:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    for call in tree.find_all(nodes.Call):
        said = [one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        match call.node:
            case nodes.Name(name="_") | nodes.Getattr(attr="say") if said:
                yield said[0]
            case nodes.Getattr(attr="count") if len(said) >= 2:
                yield said[0], said[1]
            case _:
                pass


if __name__ == "__main__":
    sys.exit(main())
