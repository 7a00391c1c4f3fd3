"""Broken and hostile files as they come (or are sent on purpose), each made by a function: for tests and bars.

Each maker writes into a folder and returns the name by which the error must call the file.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from dragoman.testing.word_files import docx, table

MEGABYTE = 1 << 20

GOOD = "SKU,Product name,Price USD,MOQ\n" + "".join(
    f"G-{row},Steel bottle {row} ml,2.{row % 90 + 10},100\n" for row in range(50)
)
"""A price list of fifty offers."""
GOOD_OFFERS = 50

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*, rows: int = 200, dimension: str = "", last_cell: str = "") -> bytes:
    """A small XLSX of one sheet, written by hand so that it can lie about its size."""
    lines = [
        _line(number, f"SKU-{number}", f"Steel bottle {number}", number / 100) for number in range(2, rows)
    ]
    if last_cell:
        number = "".join(one for one in last_cell if one.isdigit())
        lines.append(f'<row r="{number}"><c r="{last_cell}"><v>1</v></c></row>')
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    heading = _line(1, "SKU", "Product name", "Price USD")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_SHEET}">{size}<sheetData>{heading}{"".join(lines)}</sheetData></worksheet>',
        )
    return made.getvalue()


def _line(number: int, *cells: str | float) -> str:
    made = [
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        if isinstance(cell, str)
        else f'<c r="{letter}{number}"><v>{cell}</v></c>'
        for letter, cell in zip("ABC", cells, strict=True)
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def _truncated_xlsx(folder: Path) -> str:
    whole = workbook(rows=2000)
    (folder / "list.xlsx").write_bytes(whole[: len(whole) // 2])
    return "list.xlsx"


def _truncated_gzip(folder: Path) -> str:
    (folder / "list.csv.gz").write_bytes(gzip.compress(GOOD.encode() * 20)[:-20])
    return "list.csv.gz"


_GERMAN = "Artikel;Bezeichnung;Preis\n" + "".join(
    f"{row};Flasche Größe {row};{row},50\n" for row in range(200)
)


def _wrong_encoding(folder: Path) -> str:
    """The encoding of mainframes, which nothing declares."""
    (folder / "list.csv").write_bytes(_GERMAN.encode("cp500"))
    return "list.csv"


def _stray_bytes(folder: Path) -> str:
    """UTF-8 with a damaged stretch in its middle."""
    noise = random.Random(7).randbytes(3000)  # noqa: S311 - noise for a test
    whole = _GERMAN.encode()
    (folder / "list.csv").write_bytes(whole[:3000] + noise + whole[3000:])
    return "list.csv"


def _binary_renamed(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 400)
    return "list.csv"


def _empty_file(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"")
    return "list.csv"


def _one_long_line(folder: Path) -> str:
    (folder / "list.csv").write_bytes(b"x" * 10_000_000)
    return "list.csv"


def _billion_laughs(folder: Path) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    (folder / "feed.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id>'
        "<title>&l9;</title><g:price>1 USD</g:price></item></channel></rss>",
        encoding="utf-8",
    )
    return "feed.xml"


def _external_entity(folder: Path) -> str:
    (folder / "feed.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id>'
        "<title>&x;</title><g:price>1 USD</g:price></item></channel></rss>",
        encoding="utf-8",
    )
    return "feed.xml"


def _bomb(megabytes: int) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("list.csv", "w", force_zip64=True) as member,
    ):
        for _megabyte in range(megabytes):
            member.write(b"0" * MEGABYTE)
    return made.getvalue()


def _zip_bomb(folder: Path) -> str:
    (folder / "lists.zip").write_bytes(_bomb(100))
    return "lists.zip"


def _gzip_bomb(folder: Path) -> str:
    with gzip.open(folder / "list.csv.gz", "wb") as stream:
        for _megabyte in range(100):
            stream.write(b"0" * MEGABYTE)
    return "list.csv.gz"


def _nested_zip_bomb(folder: Path) -> str:
    inner = _bomb(40)
    with zipfile.ZipFile(folder / "lists.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.zip", inner)
    return "lists.zip"


def _zip_within_zips(folder: Path) -> str:
    inner = GOOD.encode()
    for depth in range(6):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("list.csv" if depth == 0 else "in.zip", inner)
        inner = made.getvalue()
    (folder / "lists.zip").write_bytes(inner)
    return "lists.zip"


def _path_traversal(folder: Path) -> str:
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        archive.writestr("../../../../tmp/dragoman-was-here.csv", GOOD)
    return "lists.zip"


def _absolute_name(folder: Path) -> str:
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        archive.writestr("/tmp/dragoman-was-here.csv", GOOD)  # noqa: S108 - a name that must be refused
    return "lists.zip"


def _link_in_a_zip(folder: Path) -> str:
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        member = zipfile.ZipInfo("list.csv")
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    return "lists.zip"


def _encrypted_zip(folder: Path) -> str:
    with zipfile.ZipFile(folder / "lists.zip", "w") as archive:
        archive.writestr("list.csv", GOOD)
    whole = bytearray((folder / "lists.zip").read_bytes())
    whole[6] |= 1  # the flag in the member's own header
    whole[whole.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    (folder / "lists.zip").write_bytes(bytes(whole))
    return "lists.zip"


def _deep_json(folder: Path) -> str:
    (folder / "list.json").write_text("[" * 200_000 + "]" * 200_000, encoding="ascii")
    return "list.json"


def _long_json_line(folder: Path) -> str:
    (folder / "list.jsonl").write_text('{"sku": 1, "title": "' + "x" * 20_000_000, encoding="ascii")
    return "list.jsonl"


_MAIL = b"From: sales@nordwind.example\nSubject: list\nMIME-Version: 1.0\n"


def _mail_of_many_parts(folder: Path) -> str:
    part = b"--b\nContent-Type: text/csv; name=l.csv\n\na,b\n1,2\n"
    head = _MAIL + b"Content-Type: multipart/mixed; boundary=b\n\n"
    (folder / "offer.eml").write_bytes(head + part * 20_000 + b"--b--\n")
    return "offer.eml"


def _mail_of_nested_parts(folder: Path) -> str:
    inner = b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(5_000)
    )
    (folder / "offer.eml").write_bytes(_MAIL + inner)
    return "offer.eml"


def _mails_within_mails(folder: Path) -> str:
    inner = _MAIL + b"Content-Type: text/csv; name=a.csv\n\n" + GOOD.encode()
    for _level in range(10):
        inner = _MAIL + b"Content-Type: message/rfc822\n\n" + inner
    (folder / "offer.eml").write_bytes(inner)
    return "offer.eml"


def _mail_of_endless_headers(folder: Path) -> str:
    (folder / "offer.eml").write_bytes(_MAIL + b"X-A: " + b"a" * 5 * MEGABYTE + b"\n\nhello\n")
    return "offer.eml"


def _mail_with_a_bomb(folder: Path) -> str:
    coded = base64.encodebytes(_bomb(40))
    head = b"Content-Type: application/zip; name=l.zip\nContent-Transfer-Encoding: base64\n\n"
    (folder / "offer.eml").write_bytes(_MAIL + head + coded)
    return "offer.eml!/l.zip"


def _mailbox_of_talk(folder: Path) -> str:
    message = b"From a@b.example Mon Nov  9 10:00:00 2026\n" + _MAIL + b"\nHello\n\n"
    (folder / "box.mbox").write_bytes(message * 500)
    return "box.mbox"


def _path_traversal_in_a_tar(folder: Path) -> str:
    with tarfile.open(folder / "lists.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("../../../../tmp/dragoman-was-here.csv")
        member.size = len(GOOD)
        archive.addfile(member, io.BytesIO(GOOD.encode()))
    return "lists.tar.gz"


def _tar_of_links(folder: Path) -> str:
    with tarfile.open(folder / "lists.tar", "w") as archive:
        member = tarfile.TarInfo("list.csv")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    return "lists.tar"


def _tar_header_of_gigabytes(folder: Path) -> str:
    member = tarfile.TarInfo("x")
    member.type, member.size = tarfile.XHDTYPE, 100 * MEGABYTE
    with (folder / "lists.tar").open("wb") as stream:
        stream.write(member.tobuf())
        stream.truncate(100 * MEGABYTE + 1_024)
    return "lists.tar"


def _seven_zip(folder: Path) -> str:
    (folder / "lists.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(100))
    return "lists.7z"


def _word_with_entities(folder: Path) -> str:
    (folder / "list.docx").write_bytes(
        docx(
            table(["SKU", "Price"], ["A", "1"]),
            start='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        )
    )
    return "list.docx"


def _folder_that_holds_itself(folder: Path) -> str:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    return "again"


def _broken_link(folder: Path) -> str:
    (folder / "list.csv").symlink_to(folder / "nothing.csv")
    return "list.csv"


HOSTILE: Mapping[str, Callable[[Path], str]] = {
    "truncated xlsx": _truncated_xlsx,
    "truncated gzip": _truncated_gzip,
    "wrong encoding": _wrong_encoding,
    "damaged stretch in a text": _stray_bytes,
    "binary renamed .csv": _binary_renamed,
    "empty file": _empty_file,
    "10 MB single line": _one_long_line,
    "billion laughs XML": _billion_laughs,
    "XML with an external entity": _external_entity,
    "zip bomb": _zip_bomb,
    "gzip bomb": _gzip_bomb,
    "nested zip bomb": _nested_zip_bomb,
    "zips within zips": _zip_within_zips,
    "path traversal in a zip": _path_traversal,
    "absolute name in a zip": _absolute_name,
    "link in a zip": _link_in_a_zip,
    "encrypted zip": _encrypted_zip,
    "JSON nested 200,000 deep": _deep_json,
    "20 MB JSON line, cut off": _long_json_line,
    "mail of 20,000 attachments": _mail_of_many_parts,
    "mail of parts 5,000 deep": _mail_of_nested_parts,
    "mails within mails": _mails_within_mails,
    "mail with a header of 5 MB": _mail_of_endless_headers,
    "mail with a zip bomb attached": _mail_with_a_bomb,
    "mailbox of talk": _mailbox_of_talk,
    "path traversal in a tar": _path_traversal_in_a_tar,
    "link in a tar": _tar_of_links,
    "tar header of 100 MB": _tar_header_of_gigabytes,
    "7-Zip archive": _seven_zip,
    "DOCX with an external entity": _word_with_entities,
    "folder that holds itself": _folder_that_holds_itself,
    "link to nothing": _broken_link,
}
"""Kind -> maker. Each must be told as a failed file."""


def _huge_dimension(folder: Path) -> str:
    (folder / "list.xlsx").write_bytes(workbook(dimension="A1:XFD1048576"))
    return "list.xlsx"


def _cell_far_away(folder: Path) -> str:
    (folder / "list.xlsx").write_bytes(workbook(last_cell="XFD1048576"))
    return "list.xlsx"


ODD: Mapping[str, Callable[[Path], str]] = {
    "xlsx that claims every cell": _huge_dimension,
    "xlsx with a cell in the last corner": _cell_far_away,
}
"""Files that look hostile; they may be read or refused, in bounded memory."""
