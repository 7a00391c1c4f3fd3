"""Documents, pages, e-mails and archives: tables in Word, HTML and PDF; lists attached, packed and packed again."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from functools import partial

from corpus.case import Case
from corpus.sheets import HEADER, ROWS, sheet
from dragoman.testing.outlook_files import attachment, message, ole_file
from dragoman.testing.pdf_files import PaperPage, paper
from dragoman.testing.word_files import cell, docx, paragraph, row, table

LIST = b"SKU,Product name,Price USD,MOQ\nA-1,Steel bottle,4.50,100\nA-2,Steel cup,3.25,200\n"
A1 = {"id": "A-1", "title": "Steel bottle", "prices": "1+ 4.5 USD/piece", "moq": "100 piece"}
A2 = {"id": "A-2", "title": "Steel cup", "prices": "1+ 3.25 USD/piece", "moq": "200 piece"}
_SENDER = "Nordwind Trading GmbH"


def _letter(text: str = "Please find our list attached.\n") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = f'"{_SENDER}" <sales@nordwind.example>', "buyer@shop.example"
    made["Subject"], made["Date"] = "Our list", "Mon, 09 Nov 2026 10:00:00 +0100"
    made.set_content(text)
    return made


def _mail(*files: tuple[str, bytes], html: str = "", text: str = "Please find our list attached.\n") -> bytes:
    made = _letter(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def _forwarded() -> bytes:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "buyer@shop.example", "Fwd: Our list"
    outer.set_content("see below\n")
    inner = _letter()
    inner.add_attachment(LIST, maintype="text", subtype="csv", filename="list.csv")
    outer.add_attachment(inner)
    return outer.as_bytes()


def _mailbox() -> bytes:
    start = b"From sales@nordwind.example Mon Nov  9 10:00:00 2026\n"
    first, second = (
        LIST.replace(gone, b"") for gone in (b"A-2,Steel cup,3.25,200\n", b"A-1,Steel bottle,4.50,100\n")
    )
    return start + _mail(("a.csv", first)) + b"\n" + start + _mail(("b.csv", second)) + b"\n"


def _outlook() -> bytes:
    texts = {
        0x0C1A: _SENDER,
        0x0C1F: "/O=FIRST/OU=EXCHANGE/CN=SALES",
        0x0037: "Our list",
        0x1000: "Please find our list attached.",
    }
    return ole_file(message(texts=texts, attachments=[attachment("list.csv", LIST)]))


def _tnef(name: bytes, data: bytes) -> bytes:
    def attribute(kind: int, value: bytes, level: int = 2) -> bytes:
        head = bytes([level]) + kind.to_bytes(4, "little") + len(value).to_bytes(4, "little")
        return head + value + (sum(value) % 65_536).to_bytes(2, "little")

    begins = attribute(0x00089006, b"\x00\x00\x01\x00", 1) + attribute(0x00069002, bytes(14))
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + begins
        + attribute(0x00018010, name + b"\x00")
        + attribute(0x0006800F, data)
    )


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _tar(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


_LEFTS = (40.0, 110.0, 340.0, 420.0)
_NAMES = ("Art. no.", "Description", "MOQ", "Price EUR")


def _page(
    rows: Sequence[Sequence[str]], *, lines: bool = False, title: str = "", note: str = ""
) -> PaperPage:
    page = PaperPage()
    if title:
        page.text(40, 60, title, 14)
    page.row(_LEFTS, 100, _NAMES)
    for at, texts in enumerate(rows, start=1):
        page.row(_LEFTS, 100 + at * 14, texts)
    if lines:
        downs = [90 + at * 14.0 for at in range(len(rows) + 2)]
        page.grid((35, 105, 335, 415, 500), downs)
    if note:
        page.text(40, 800, note, 7)
    return page


def _paper_rows(start: int, count: int) -> list[tuple[str, str, str, str]]:
    return [
        (f"B-{at}", f"Steel bottle no. {at}", "100", f"{at % 7 + 2},50") for at in range(start, start + count)
    ]


def _paper_offers(count: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"B-{at}",
            "title": f"Steel bottle no. {at}",
            "moq": "100 piece",
            "prices": f"1+ {at % 7 + 2}.5 EUR/piece",
        }
        for at in range(count)
    ]


def _paper_groups() -> bytes:
    rows = _paper_rows(0, 12)
    return paper(
        [_page([("Bottles of steel", "", "", ""), *rows[:6], ("Bottles, bargains", "", "", ""), *rows[6:]])]
    )


def _paper_tiers() -> bytes:
    page = PaperPage()
    page.text(340, 86, "Price EUR")
    page.row((40, 110, 340, 420), 100, ("Art. no.", "Description", "100+", "500+"))
    for at in range(12):
        texts = (f"B-{at}", f"Steel bottle no. {at}", f"{at % 7 + 2},50", f"{at % 7 + 1},50")
        page.row((40, 110, 340, 420), 114 + at * 14, texts)
    return paper([page])


def _scan() -> bytes:
    """A picture of a page, as a scanner makes it."""
    import pypdfium2 as pdfium
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    printed = io.BytesIO()
    canvas = Canvas(printed, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 10)
    for at, texts in enumerate([_NAMES, *_paper_rows(0, 12)]):
        for x, text in zip(_LEFTS, texts, strict=True):
            canvas.drawString(x, 740 - at * 18, text)
    canvas.save()
    document = pdfium.PdfDocument(printed.getvalue())
    out = io.BytesIO()
    document[0].render(scale=200 / 72, grayscale=True).to_pil().crop((0, 150, 1654, 1000)).save(out, "PNG")
    document.close()
    return out.getvalue()


def _html(body: str, head: str = "") -> Callable[[], bytes]:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode


_HTML_LIST = (
    "<p>Prices EXW Hamburg</p><table><tr><th rowspan=2>SKU</th><th rowspan=2>Name</th><th colspan=2>Price EUR</th></tr>"
    "<tr><th>100+</th><th>500+</th></tr><tr><td>H-1</td><td>Flask <script>alert(1)</script>of steel</td><td>4.50</td>"
    "<td><del>4.20</del> 4.10</td></tr><tr><td>H-2</td><td>Mug &amp; lid</td><td>2.50</td><td>2.10</td></tr></table>"
)
_JSON_LD = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Anvil","sku":"AN-1",'
    '"gtin13":"4006381333931","brand":{"@type":"Brand","name":"Acme"},"offers":{"@type":"Offer","price":"119.99",'
    '"priceCurrency":"USD","url":"https://x.example/anvil"}}</script>'
)
_JSON_LD_TIERS = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Anvil","sku":"AN-3","image":'
    '"https://x.example/anvil.jpg","offers":{"@type":"Offer","priceCurrency":"USD","priceSpecification":[{"@type":'
    '"UnitPriceSpecification","price":119.99,"priceCurrency":"USD","eligibleQuantity":{"@type":"QuantitativeValue","minValue":10}},'
    '{"@type":"UnitPriceSpecification","price":99.99,"priceCurrency":"USD","eligibleQuantity":{"@type":"QuantitativeValue","minValue":50}}]}}'
    "</script>"
)
_MICRODATA = (
    '<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Anvil</h1><span itemprop="sku">AN-2</span>'
    '<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="GBP">'
    '<span itemprop="price" content="99.50">£ 99.50</span></div></div>'
)
_MAIL_TABLE = (
    "<html><body><p>Dear buyer,</p><table><tr><td>Art.-Nr.</td><td>Bezeichnung</td><td>Preis EUR</td></tr><tr><td>E-1</td>"
    "<td>Flasche</td><td>4,50</td></tr><tr><td>E-2</td><td>Becher</td><td>3,25</td></tr></table><p>Regards</p></body></html>"
)


def _case(
    about: str,
    name: str,
    format_name: str,
    make: Callable[[], bytes],
    *offers: dict[str, str],
    problems: Sequence[str] = (),
) -> Case:
    return Case(about=about, name=name, format_name=format_name, make=make, offers=offers, problems=problems)


def _bare() -> bytes:
    head = b"From: sales@nordwind.example\r\nSubject: list\r\nMIME-Version: 1.0\r\nContent-Type: text/csv; name=list.csv\r\n"
    coded = base64.encodebytes(LIST).replace(b"\n", b"\r\n")
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + coded


CASES: tuple[Case, ...] = (
    _case(
        "a Word document with a letterhead and merged cells",
        "list.docx",
        "docx",
        lambda: docx(
            paragraph("Nordwind Trading GmbH"),
            paragraph("All prices in EUR"),
            table(
                row(
                    cell("SKU", merge="restart"),
                    cell("Product", merge="restart"),
                    cell("Price EUR", span=2),
                    header=True,
                ),
                row(
                    cell("", merge="continue"),
                    cell("", merge="continue"),
                    cell("100+"),
                    cell("500+"),
                    header=True,
                ),
                ["W-1", "Kettle", "19.90", "18.50"],
                ["W-2", "Pot", "24.00", "22.00"],
            ),
        ),
        {
            "id": "W-1",
            "title": "Kettle",
            "prices": "100+ 19.9 EUR/piece; 500+ 18.5 EUR/piece",
            "supplier": _SENDER,
        },
        {"id": "W-2", "title": "Pot", "prices": "100+ 24 EUR/piece; 500+ 22 EUR/piece"},
    ),
    _case(
        "a Word document with a struck row",
        "list.docx",
        "docx",
        lambda: docx(
            table(
                ["SKU", "Product", "Price USD"],
                ["A-1", "Steel bottle", "4.50"],
                row(*(cell(text, struck=True) for text in ("A-2", "Steel cup", "3.25"))),
            )
        ),
        {"id": "A-1", "title": "Steel bottle"},
        problems=("withdrawn",),
    ),
    _case(
        "a web page with merged headers, scripts and a struck price",
        "list.html",
        "html",
        _html(_HTML_LIST),
        {
            "id": "H-1",
            "title": "Flask of steel",
            "prices": "100+ 4.5 EUR/piece; 500+ 4.1 EUR/piece",
            "delivery": "EXW Hamburg",
        },
        {"id": "H-2", "title": "Mug & lid", "prices": "100+ 2.5 EUR/piece; 500+ 2.1 EUR/piece"},
    ),
    _case(
        "a web page that a spreadsheet program saved as .xls",
        "list.xls",
        "html",
        _html(_HTML_LIST),
        {"id": "H-1"},
        {"id": "H-2"},
    ),
    _case(
        "a product page with JSON-LD",
        "page.html",
        "html",
        _html("<h1>Buy now</h1>", _JSON_LD),
        {
            "id": "AN-1",
            "title": "Anvil",
            "prices": "1+ 119.99 USD/piece",
            "gtin": "4006381333931",
            "brand": "Acme",
            "url": "https://x.example/anvil",
        },
    ),
    _case(
        "a product page with microdata",
        "page.html",
        "html",
        _html(_MICRODATA),
        {"id": "AN-2", "title": "Anvil", "prices": "1+ 99.5 GBP/piece"},
    ),
    _case(
        "an e-mail with a list attached",
        "offer.eml",
        "csv",
        partial(_mail, ("list.csv", LIST)),
        {**A1, "supplier": _SENDER},
        A2,
    ),
    _case(
        "an e-mail with a workbook attached",
        "offer.eml",
        "xlsx",
        lambda: _mail(("list.xlsx", sheet(HEADER, *ROWS))),
        A1,
        A2,
    ),
    _case(
        "an e-mail with a zip attached",
        "offer.eml",
        "csv",
        lambda: _mail(("l.zip", _zip(("list.csv", LIST)))),
        A1,
        A2,
    ),
    _case(
        "an e-mail whose text is the list",
        "offer.eml",
        "html",
        partial(_mail, html=_MAIL_TABLE),
        {"id": "E-1", "title": "Flasche", "prices": "1+ 4.5 EUR/piece", "supplier": _SENDER},
        {"id": "E-2", "title": "Becher", "prices": "1+ 3.25 EUR/piece"},
    ),
    _case("an e-mail that forwards another", "offer.eml", "csv", _forwarded, {**A1, "supplier": _SENDER}, A2),
    _case("a mailbox of two e-mails", "box.mbox", "csv", _mailbox, A1, A2),
    _case("an Outlook message", "offer.msg", "csv", _outlook, {**A1, "supplier": _SENDER}, A2),
    _case(
        "the envelope of an Exchange server", "winmail.dat", "csv", lambda: _tnef(b"list.csv", LIST), A1, A2
    ),
    _case(
        "a zip within a zip", "lists.zip", "csv", lambda: _zip(("in.zip", _zip(("a/list.csv", LIST)))), A1, A2
    ),
    _case("a packed tar", "lists.tar.gz", "csv", lambda: _tar("prices/list.csv", LIST), A1, A2),
    _case("gzip under the wrong name", "list.csv", "csv", lambda: gzip.compress(LIST), A1, A2),
    _case("bzip2", "list.csv.bz2", "csv", lambda: bz2.compress(LIST), A1, A2),
    _case("xz", "list.csv.xz", "csv", lambda: lzma.compress(LIST), A1, A2),
    _case("base64 in an e-mail with old line ends", "offer.eml", "csv", _bare, A1, A2),
    _case(
        "a PDF with lines",
        "list.pdf",
        "pdf",
        lambda: paper([_page(_paper_rows(0, 12), lines=True)]),
        *_paper_offers(12),
    ),
    _case(
        "a PDF without lines",
        "list.pdf",
        "pdf",
        lambda: paper([_page(_paper_rows(0, 12), title="Price list 2027")]),
        *_paper_offers(12),
    ),
    _case(
        "a PDF over two pages with its header repeated",
        "list.pdf",
        "pdf",
        lambda: paper(
            [_page(_paper_rows(0, 40), note="Page 1 of 2"), _page(_paper_rows(40, 10), note="Page 2 of 2")]
        ),
        *_paper_offers(50),
    ),
    _case(
        "a PDF with titles of groups",
        "list.pdf",
        "pdf",
        _paper_groups,
        *(
            {**one, "category": "Bottles of steel" if at < 6 else "Bottles, bargains"}
            for at, one in enumerate(_paper_offers(12))
        ),
    ),
    _case(
        "a PDF with tiers under a header of two rows",
        "list.pdf",
        "pdf",
        _paper_tiers,
        *(
            {
                "id": f"B-{at}",
                "title": f"Steel bottle no. {at}",
                "prices": f"100+ {at % 7 + 2}.5 EUR/piece; 500+ {at % 7 + 1}.5 EUR/piece",
            }
            for at in range(12)
        ),
    ),
    _case("a scan", "list.png", "scan", _scan, *_paper_offers(12)),
    _case(
        "a product page with pictures and tiers",
        "page.html",
        "html",
        _html("<h1>Buy now</h1>", _JSON_LD_TIERS),
        {
            "id": "AN-3",
            "title": "Anvil",
            "prices": "10+ 119.99 USD/piece; 50+ 99.99 USD/piece",
            "images": "https://x.example/anvil.jpg",
        },
    ),
)
