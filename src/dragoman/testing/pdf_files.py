"""Small PDFs written by hand, so that a test says where each word and line stands: for tests and bars.

The font is not embedded; its letters are half as wide as high, and its map to Unicode is the identity, so any script
can be printed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
_LETTER = 0.5
_START = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
_TO_UNICODE = (
    f"{_START} 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    + " ".join(
        f"1 beginbfrange <{high:02X}00> <{high:02X}FF> <{high:02X}00> endbfrange" for high in range(256)
    )
    + " endcmap end end"
).encode()
_FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /Courier /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 3 0 R >>"
_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Courier /CIDSystemInfo "
    b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /Courier /Flags 33 /FontBBox [0 -200 500 800] /Ascent 800 /Descent -200 "
    b"/ItalicAngle 0 /CapHeight 700 /StemV 80 >>"
)


@dataclass(slots=True)
class PaperPage:
    """A page being printed; places are points from its top left."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    """Clockwise degrees that a viewer turns it by."""
    content: list[str] = field(default_factory=list)
    sideways: bool = False
    """Print all text from the bottom up, as on a page that is to be turned."""

    def text(self, x: float, down: float, text: str, size: float = 9) -> None:
        """A text with its baseline `down` from the top; one in Arabic is printed from its end."""
        shown = text[::-1] if any("\u0590" <= char <= "\u08ff" for char in text) else text
        code = shown.encode("utf-16-be").hex()
        if self.sideways:
            self.content.append(f"BT /F1 {size} Tf 0 1 -1 0 {down} {x} Tm <{code}> Tj ET")
        else:
            self.content.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {self.height - down} Tm <{code}> Tj ET")

    def right(self, x: float, down: float, text: str, size: float = 9) -> None:
        """A text that ends at `x`."""
        self.text(x - len(text) * size * _LETTER, down, text, size)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A thin line."""
        self.content.append(f"0.5 w {x0} {self.height - top} m {x1} {self.height - bottom} l S")

    def shade(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A grey box."""
        self.content.append(f"0.9 g {x0} {self.height - bottom} {x1 - x0} {bottom - top} re f 0 g")

    def row(self, lefts: Sequence[float], down: float, texts: Sequence[str], size: float = 9) -> None:
        """Texts on one line, each from its own left edge; empty ones are left out."""
        for x, text in zip(lefts, texts, strict=True):
            if text:
                self.text(x, down, text, size)

    def grid(self, xs: Sequence[float], downs: Sequence[float]) -> None:
        """Lines around cells."""
        for x in xs:
            self.line(x, downs[0], x, downs[-1])
        for down in downs:
            self.line(xs[0], down, xs[-1], down)


def paper(pages: Sequence[PaperPage], /, *, trailer: str = "") -> bytes:
    """The PDF of the pages.

    Args:
        trailer: Further entries of the trailer, such as "/Encrypt ...".
    """
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        _stream(_TO_UNICODE),
        _CID_FONT,
        _DESCRIPTOR,
        _FONT,
    ]
    kids: list[int] = []
    for page in pages:
        objects.append(_stream("\n".join(page.content).encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 6 0 R >> >> >>".encode()
        )
        kids.append(len(objects))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode()
    return _file(objects, trailer)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)
