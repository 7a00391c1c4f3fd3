"""Writes small Word documents (DOCX) for tests, by hand, so that they can be as odd as people's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(*body: str, parts: Mapping[str, str] | None = None, start: str = "") -> bytes:
    """A document of paragraphs and tables; `parts`: more of the package, "word/header1.xml" -> body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        inner = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}</w:body></w:document>'
        package.writestr("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?>{start}{inner}')
        for name, text in (parts or {}).items():
            package.writestr(name, f'<w:hdr xmlns:w="{_WORD}">{text}</w:hdr>')
    return out.getvalue()


def paragraph(text: str, *, style: str = "", struck: bool = False) -> str:
    """A paragraph; line breaks in the text become breaks."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    strike = "<w:rPr><w:strike/></w:rPr>" if struck else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{look}<w:r>{strike}{lines}</w:r></w:p>"


def cell(text: str, *, span: int = 1, merge: str = "", inner: str = "", struck: bool = False) -> str:
    """A cell; `merge`: "restart" begins one merged downwards, "continue" goes on with it."""
    look = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        f'<w:vMerge w:val="{merge}"/>' if merge else ""
    )
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(text, struck=struck)}{inner}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    """A row of cells."""
    look = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def table(*rows: Sequence[str] | str) -> str:
    """A table of rows: texts, or rows made by `row`."""
    made = [one if isinstance(one, str) else row(*map(cell, one)) for one in rows]
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(made)}</w:tbl>"
