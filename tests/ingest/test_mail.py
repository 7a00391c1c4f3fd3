"""E-mails are opened like archives: attachments and tables in their text are files, and the sender is known."""

from __future__ import annotations

import base64
import io
import mailbox
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.formats import READERS
from dragoman.ingest import mail, rtf_body
from dragoman.ingest.load import IngestReport, IngestRequest, ingest
from dragoman.ingest.mime import decoded
from dragoman.ingest.preview import preview
from dragoman.ingest.sources import Limits, expand
from dragoman.model import Problem
from dragoman.ports import SourceFile
from dragoman.stores.memory import MemoryStore
from dragoman.testing.outlook_files import attachment, message, ole_file

CSV = b"SKU,Product name,Price USD,MOQ\nA-1,Steel bottle,4.50,100\nA-2,Steel cup,3.25,200\n"
SENDER = '"Nordwind Trading GmbH" <sales@nordwind.example>'
HTML = (
    "<html><body><p>Preise f\u00fcr Sie:</p><table><tr><th>Artikel</th><th>Preis EUR</th></tr>"
    "<tr><td>Flasche</td><td>4,50</td></tr><tr><td>Becher</td><td>3,25</td></tr></table></body></html>"
)


def letter(subject: str = "Our list", text: str = "Please find our list attached.") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = SENDER, "buyer@shop.example", subject
    made["Date"] = "Mon, 09 Nov 2026 10:00:00 +0100"
    made.set_content(text)
    return made


def attach(to: EmailMessage, name: str, data: bytes = CSV, kind: str = "text/csv") -> EmailMessage:
    main, _, sub = kind.partition("/")
    to.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return to


def opened(
    folder: Path, data: bytes, name: str = "offer.eml", limits: Limits | None = None
) -> tuple[list[SourceFile], list[Problem]]:
    path = folder / name
    path.write_bytes(data)
    every = list(expand([path], limits or Limits()))
    return (
        [one for one in every if isinstance(one, SourceFile)],
        [one for one in every if isinstance(one, Problem)],
    )


def names(files: Sequence[SourceFile]) -> list[str]:
    return [file.name for file in files]


def content(file: SourceFile) -> bytes:
    with file.open() as stream:
        return stream.read()


def load(path: Path) -> tuple[IngestReport, MemoryStore]:
    store = MemoryStore()
    report = ingest(
        IngestRequest(paths=(path,)),
        store=store,
        readers=READERS,
        reader_version="1",
        progress=lambda _event: None,
    )
    return report, store


# ------------------------------------------------------------------------------------ attachments


def test_each_attachment_is_a_file_named_after_the_mail(tmp_path: Path) -> None:
    made = attach(attach(letter(), "list.csv"), "more.csv", b"SKU,Price\r\nB-1,2\r\n")
    files, problems = opened(tmp_path, made.as_bytes())
    assert names(files) == ["offer.eml!/list.csv", "offer.eml!/more.csv"]
    assert content(files[0]) == content(files[0]) == CSV
    assert not problems


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "7bit"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_an_attachment_comes_out_byte_by_byte_in_every_encoding(
    tmp_path: Path, encoding: str, newline: bytes
) -> None:
    made = letter()
    made.add_attachment(CSV.decode(), subtype="csv", filename="list.csv", cte=encoding)
    (file,), _ = opened(tmp_path, made.as_bytes().replace(b"\n", newline))
    assert content(file).replace(b"\r\n", b"\n") == CSV


def test_a_large_binary_attachment_comes_out_byte_by_byte(tmp_path: Path) -> None:
    data = bytes(range(256)) * 40_000
    made = attach(letter(), "list.bin", data, "application/octet-stream")
    (file,), _ = opened(tmp_path, made.as_bytes())
    assert content(file) == data


def test_an_uuencoded_attachment_is_read(tmp_path: Path) -> None:
    import binascii

    coded = b"".join(binascii.b2a_uu(CSV[at : at + 45]) for at in range(0, len(CSV), 45))
    data = (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/csv; name=list.csv\n"
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 list.csv\n" + coded + b"`\nend\n"
    )
    (file,), _ = opened(tmp_path, data)
    assert content(file) == CSV


def test_an_archive_attached_is_opened(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.csv", CSV)
    (file,), _ = opened(tmp_path, attach(letter(), "lists.zip", out.getvalue(), "application/zip").as_bytes())
    assert file.name == "offer.eml!/lists.zip!/list.csv"
    assert file.sending is not None
    assert file.sending.subject == "Our list"


def test_a_mail_attached_is_opened_and_its_sender_is_the_one_who_wrote_it(tmp_path: Path) -> None:
    outer = letter("Bitte laden")
    outer.replace_header("From", "Ann <ann@shop.example>")
    outer.add_attachment(attach(letter("List / November"), "list.csv"))
    (file,), _ = opened(tmp_path, outer.as_bytes())
    assert file.name == "offer.eml!/List November.eml!/list.csv"
    assert file.sending is not None
    assert file.sending.sender == SENDER


def test_two_attachments_of_one_name_are_both_read(tmp_path: Path) -> None:
    files, _ = opened(tmp_path, attach(attach(letter(), "list.csv"), "list.csv", b"a,b\n1,2\n").as_bytes())
    assert names(files) == ["offer.eml!/list.csv", "offer.eml!/list (2).csv"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../../etc/cron.d/list.csv", "list.csv"),
        ("C:\\Users\\me\\list.csv", "list.csv"),
        ("list\u202evsc.exe", "listvsc.exe"),
        ("a\x00b\x07.csv", "ab.csv"),
        ("..", "attachment-1.csv"),
        ("x" * 5_000 + ".csv", "x" * 117 + ".csv"),
    ],
)
def test_a_hostile_name_is_only_shown_never_a_path(written: str, shown: str) -> None:
    assert mail.safe_name(written, set(), number=1, content_type="text/csv") == shown


@pytest.mark.parametrize(
    "header",
    [
        "filename*=UTF-8''Preisliste%20f%C3%BCr%20Sie.csv",
        'filename="=?utf-8?B?UHJlaXNsaXN0ZSBmw7xyIFNpZS5jc3Y=?="',
        "filename*0*=UTF-8''Preisliste%20; filename*1*=f%C3%BCr%20Sie.csv",
        'filename="Preisliste für Sie.csv"',
    ],
)
def test_a_name_with_umlauts_is_read_however_it_is_written(tmp_path: Path, header: str) -> None:
    data = (
        "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/csv\n"
        f"Content-Disposition: attachment; {header}\n\n"
    ).encode() + CSV
    (file,), _ = opened(tmp_path, data)
    assert file.name == "offer.eml!/Preisliste für Sie.csv"


def test_a_chinese_name_in_raw_bytes_is_read(tmp_path: Path) -> None:
    data = (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/csv\n"
        b'Content-Disposition: attachment; filename="' + "报价单.csv".encode("gbk") + b'"\n\n' + CSV
    )
    (file,), _ = opened(tmp_path, data)
    assert file.name == "offer.eml!/报价单.csv"


# ------------------------------------------------------------------------------------ pictures and text


def test_pictures_within_the_text_and_signatures_are_left_out_and_named(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative('<p>Hello <img src="cid:logo@x"></p>', subtype="html")
    html = made.get_payload()[1]  # type: ignore[index] # a list: it is multipart
    html.add_related(b"\x89PNG\r\n", "image", "png", cid="<logo@x>", filename="logo.png")  # type: ignore[union-attr] # a message
    attach(made, "list.csv")
    attach(made, "photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg")
    attach(made, "smime.p7s", b"x", "application/pkcs7-signature")
    files, _ = opened(tmp_path, made.as_bytes())
    assert names(files) == ["offer.eml!/list.csv", "offer.eml!/photo.jpg"]
    assert files[0].sending is not None
    assert files[0].sending.left_out == ("logo.png", "smime.p7s")
    assert ("Left out: logo.png, smime.p7s", "Left out") in [
        (text, origin.path) for text, origin in files[0].sending.notes()
    ]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_a_table_in_the_text_is_a_file_of_its_own_in_utf_8(tmp_path: Path, charset: str) -> None:
    data = (
        f"From: a@b.example\nSubject: x\nContent-Type: text/html; charset={charset}\n"
        "Content-Transfer-Encoding: base64\n\n"
    ).encode() + base64.encodebytes(HTML.encode(charset))
    (file,), problems = opened(tmp_path, data)
    assert file.name == "offer.eml!/body.html"
    assert content(file).startswith(b"\xef\xbb\xbf<html>")
    assert "für".encode() in content(file)
    assert not file.incidental
    assert not problems


@pytest.mark.parametrize("charset", ["no-such-charset", "ascii", "utf-32", "idna", "base64"])
def test_a_text_whose_charset_is_wrong_comes_as_it_was_sent(tmp_path: Path, charset: str) -> None:
    data = (
        f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n\n".encode()
        + HTML.encode("cp1252")
    )
    (file,), _ = opened(tmp_path, data)
    assert content(file) == HTML.encode("cp1252")


def test_columns_in_a_plain_text_are_a_file(tmp_path: Path) -> None:
    text = "Hello,\n\nSKU;Name;Price\nA-1;Cup;3,50\nA-2;Box;4,50\n\nRegards\n"
    (file,), _ = opened(tmp_path, letter(text=text).as_bytes())
    assert file.name == "offer.eml!/body.txt"


def test_the_text_of_a_mail_with_attachments_may_hold_no_table(tmp_path: Path) -> None:
    made = letter()
    made.add_alternative("<table><tr><td>a<td>b<tr><td>Ann Muster<td>Sales</table>", subtype="html")
    path = tmp_path / "offer.eml"
    path.write_bytes(attach(made, "list.csv").as_bytes())
    files = [one for one in expand([path], Limits()) if isinstance(one, SourceFile)]
    assert [(file.name, file.incidental) for file in files] == [
        ("offer.eml!/body.html", True),
        ("offer.eml!/list.csv", False),
    ]


def test_a_mail_without_files_and_tables_says_so(tmp_path: Path) -> None:
    files, (problem,) = opened(tmp_path, letter(text="See https://nordwind.example/list").as_bytes())
    assert not files
    assert "neither" in problem.value
    assert "link" in problem.advice


def test_of_the_tables_in_a_text_only_those_of_offers_are_read(tmp_path: Path) -> None:
    signature = "<table><tr><td>Ann Muster</td><td>Sales</td></tr><tr><td>Tel.</td><td>0123</td></tr></table>"
    made = letter()
    made.add_alternative(HTML.replace("</body>", signature + "</body>"), subtype="html", charset="iso-8859-1")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    report, store = load(tmp_path / "a.eml")
    assert (report.added, report.failed) == (2, ())
    titles = [one.title.value for one in store.changes_since(0, limit=9).upserts]
    assert titles == ["Flasche", "Becher"]
    bare = letter()
    bare.add_alternative(signature, subtype="html")
    (tmp_path / "b.eml").write_bytes(bare.as_bytes())
    (failed,) = load(tmp_path / "b.eml")[0].failed
    assert failed.file == "b.eml!/body.html"
    (tmp_path / "c.eml").write_bytes(attach(bare, "list.csv").as_bytes())
    report, _ = load(tmp_path / "c.eml")
    assert (report.added, report.failed) == (2, ())
    shown = preview(IngestRequest(paths=(tmp_path / "c.eml",)), readers=READERS)
    assert [(one.file, one.error) for one in shown] == [("c.eml!/list.csv", None)]


# ------------------------------------------------------------------------------------ the sender


def test_the_offers_of_a_mail_belong_to_its_sender(tmp_path: Path) -> None:
    path = tmp_path / "offer.eml"
    path.write_bytes(attach(letter(), "list.csv").as_bytes())
    report, store = load(path)
    assert report.added == 2
    assert [supplier.name for supplier in store.suppliers()] == ["Nordwind Trading GmbH"]
    (file,) = store.files()
    assert file.name == "offer.eml!/list.csv"


def test_what_the_mail_says_is_noted_with_the_header_it_stands_in(tmp_path: Path) -> None:
    (file,), _ = opened(tmp_path, attach(letter("=?utf-8?Q?Preise_f=C3=BCr_Sie?="), "list.csv").as_bytes())
    assert file.sending is not None
    assert [(text, origin.file, origin.path) for text, origin in file.sending.notes()] == [
        (f"From: {SENDER}", "offer.eml", "From"),
        ("Date: 2026-11-09T10:00:00+01:00", "offer.eml", "Date"),
        ("Subject: Preise für Sie", "offer.eml", "Subject"),
    ]
    assert len(file.sending.origin.sha256) == 64


@pytest.mark.parametrize(
    ("sender", "supplier"),
    [
        ("Ann Muster <ann@nordwind.example>", "nordwind.example"),
        ("sales@nordwind.example", "nordwind.example"),
        ("Wang Li <wangli88@163.com>", "Wang Li"),
        ("Li <li@gmail.com>", "Li"),
        ('"深圳市好杯有限公司" <a@qq.com>', "深圳市好杯有限公司"),
    ],
)
def test_the_supplier_is_the_company_of_the_sender(tmp_path: Path, sender: str, supplier: str) -> None:
    made = letter()
    made.replace_header("From", sender)
    path = tmp_path / "offer.eml"
    path.write_bytes(attach(made, "list.csv").as_bytes())
    assert [one.name for one in load(path)[1].suppliers()] == [supplier]


@pytest.mark.parametrize(
    "text",
    [
        "FYI\n\n-------- Forwarded Message --------\nSubject: x\nFrom: Nordwind GmbH <s@nordwind.example>\n\nHi",
        "> Von: Nordwind GmbH <s@nordwind.example>\n> Gesendet: gestern\n",
        "\n*From:* Nordwind GmbH [mailto:s@nordwind.example]\n",
        "发件人: Nordwind GmbH <s@nordwind.example>\n",
    ],
)
def test_the_supplier_of_a_forwarded_mail_is_who_wrote_it(tmp_path: Path, text: str) -> None:
    made = letter("FW: list", text)
    made.replace_header("From", "Ann Buyer <ann@shop.example>")
    path = tmp_path / "offer.eml"
    path.write_bytes(attach(made, "list.csv").as_bytes())
    assert [one.name for one in load(path)[1].suppliers()] == ["Nordwind GmbH"]


def test_the_sender_of_a_mail_forwarded_as_html_is_found() -> None:
    html = "<div><b>Von:</b> Nordwind GmbH &lt;s@nordwind.example&gt;<br><b>Gesendet:</b> x</div>"
    assert mail.written_by(html, "WG: Liste", is_html=True) == "Nordwind GmbH <s@nordwind.example>"


def test_a_quoted_sender_of_an_answer_is_not_the_supplier() -> None:
    assert mail.written_by("From: Ann <ann@shop.example>\n", "Re: your request", is_html=False) == ""


def test_a_letterhead_in_the_list_wins_over_the_sender(tmp_path: Path) -> None:
    path = tmp_path / "offer.eml"
    data = b"Hafenwerk Handels GmbH,,,\n,,,\n" + CSV
    path.write_bytes(attach(letter(), "list.csv", data).as_bytes())
    assert [one.name for one in load(path)[1].suppliers()] == ["Hafenwerk Handels GmbH"]


# ------------------------------------------------------------------------------------ mailboxes


def test_the_messages_of_a_mailbox_are_numbered_and_talk_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    box = mailbox.mbox(path)
    box.add(mailbox.mboxMessage(attach(letter(), "list.csv")))
    box.add(mailbox.mboxMessage(letter(text="Thanks!\n\nFrom our side all is well.\n")))
    box.add(mailbox.mboxMessage(attach(letter(), "list.csv", b"SKU,Price\nB-1,2\n")))
    box.close()
    files = list(expand([path], Limits()))
    assert [one.name for one in files if isinstance(one, SourceFile)] == [
        "box.mbox!/message-1.eml!/list.csv",
        "box.mbox!/message-3.eml!/list.csv",
    ]
    assert len(files) == 2


def test_a_damaged_message_of_a_mailbox_leaves_the_others(tmp_path: Path) -> None:
    good = attach(letter(), "list.csv").as_bytes()
    deep = b"From: a@b.example\nSubject: x\n" + b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(200)
    )
    data = b"From a@b Mon Nov  9 10:00:00 2026\n" + deep + b"\n\nFrom a@b Mon Nov  9 10:00:00 2026\n" + good
    files, (problem,) = opened(tmp_path, data, "box.mbox")
    assert names(files) == ["box.mbox!/message-2.eml!/list.csv"]
    assert problem.origin.file == "box.mbox!/message-1.eml"


# ------------------------------------------------------------------------------------ Outlook

SUBJECT, NAME, ADDRESS, BODY, RTF, HTML_TAG = 0x0037, 0x0C1A, 0x5D01, 0x1000, 0x1009, 0x1013
TEXTS = {SUBJECT: "Preisliste für Sie", NAME: "Nordwind Trading GmbH", ADDRESS: "sales@nordwind.example"}
SENT = int((datetime(2026, 11, 9, 9, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7


def test_the_attachments_of_an_outlook_message_are_files(tmp_path: Path) -> None:
    large = b"SKU,Price\n" + b"".join(b"A-%d,2\n" % row for row in range(4_000))
    data = ole_file(
        message(
            texts=TEXTS,
            fixed={0x0039: SENT},
            attachments=[attachment("list.csv", CSV), attachment("a/../long.csv", large)],
        )
    )
    files, problems = opened(tmp_path, data, "offer.msg")
    assert names(files) == ["offer.msg!/list.csv", "offer.msg!/long.csv"]
    assert [content(file) for file in files] == [CSV, large]
    assert files[0].sending is not None
    assert [text for text, _ in files[0].sending.notes()] == [
        'From: "Nordwind Trading GmbH" <sales@nordwind.example>',
        "Date: 2026-11-09T09:00:00+00:00",
        "Subject: Preisliste für Sie",
    ]
    assert not problems


def test_an_outlook_message_within_one_is_opened(tmp_path: Path) -> None:
    inner = message(texts=TEXTS, attachments=[attachment("list.csv", CSV)], within=True)
    data = ole_file(
        message(texts={SUBJECT: "FW", NAME: "Ann"}, attachments=[attachment("Preise", inner, _3001="Preise")])
    )
    (file,), _ = opened(tmp_path, data, "offer.msg")
    assert file.name == "offer.msg!/Preise.msg!/list.csv"
    assert file.sending is not None
    assert "Nordwind" in file.sending.sender


def test_outlook_messages_within_each_other_end_at_the_limit(tmp_path: Path) -> None:
    tree = message(attachments=[attachment("list.csv", CSV)], within=True)
    for _level in range(30):
        tree = message(attachments=[attachment("in", tree)], within=True)
    files, (problem,) = opened(tmp_path, ole_file({**tree}), "deep.msg")
    assert not files
    assert problem.kind == "limit"


@pytest.mark.parametrize("tag", [HTML_TAG, RTF])
def test_a_table_in_the_text_of_an_outlook_message_is_a_file(tmp_path: Path, tag: int) -> None:
    if tag == HTML_TAG:
        body = HTML.encode("cp1252")
    else:
        rtf = (
            rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 "
            + HTML.encode("cp1252").replace(b"\xfc", b"\\'fc")
            + b"}}"
        )
        body = len(rtf).to_bytes(4, "little") * 2 + b"MELA" + bytes(4) + rtf
    data = ole_file(message(texts={**TEXTS, BODY: "see above"}, data={tag: body}, fixed={0x3FDE: 1252}))
    (file,), _ = opened(tmp_path, data, "offer.msg")
    assert file.name == "offer.msg!/body.html"
    assert "Preise für Sie" in content(file).decode("utf-8-sig")
    assert content(file).count(b"<tr>") == 3


def test_packed_rtf_is_unpacked_as_the_specification_shows() -> None:
    """The two examples of MS-OXRTFCP 3.1 and 3.2."""
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert rtf_body.unpack(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert rtf_body.unpack(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_text_wrapped_in_rtf_is_unwrapped_in_its_code_pages() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg936\fromtext \fbidis{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset134 SimSun;}}"
        rb"\uc1\pard\plain\f0 Price \f1 \'bc\'db\'b8\'f1\f0\par 5 \u8364? each \{net\}}"
    )
    assert rtf_body.unwrap(rtf) == rtf_body.Unwrapped(kind="text", text="Price 价格\r\n5 € each {net}")


def test_an_old_word_file_is_no_outlook_message(tmp_path: Path) -> None:
    (file,), _ = opened(tmp_path, ole_file({"WordDocument": b"x" * 5_000}), "letter.doc")
    assert file.name == "letter.doc"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_an_outlook_message_cut_off_is_told(tmp_path: Path, share: float) -> None:
    large = bytes(range(256)) * 100
    data = ole_file(message(texts=TEXTS, attachments=[attachment("list.bin", large)]))
    files, problems = opened(tmp_path, data[: int(len(data) * share)], "offer.msg")
    assert problems or names(files) == ["offer.msg"]


@given(at=st.integers(0, 8_000), new=st.binary(min_size=1, max_size=16))
@settings(max_examples=25)
def test_any_damage_to_an_outlook_message_is_files_or_problems_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, at: int, new: bytes
) -> None:
    inner = message(texts=TEXTS, attachments=[attachment("in.csv", CSV)], within=True)
    data = bytearray(
        ole_file(message(texts=TEXTS, attachments=[attachment("l.csv", CSV * 60), attachment("in", inner)]))
    )
    at %= len(data)
    data[at : at + len(new)] = new
    files, problems = opened(tmp_path_factory.mktemp("damage"), bytes(data), "offer.msg")
    assert files or problems


# ------------------------------------------------------------------------------------ winmail.dat


def attribute(level: int, kind: int, data: bytes) -> bytes:
    """One attribute of a TNEF stream."""
    head = bytes([level]) + kind.to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return head + data + (sum(data) % 65_536).to_bytes(2, "little")


def envelope(*files: tuple[str, bytes]) -> bytes:
    """A winmail.dat; the first file's name is only long among the properties, the others' only short."""
    made = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
    for number, (name, data) in enumerate(files):
        made += attribute(2, 0x00069002, bytes(14))
        made += attribute(2, 0x00018010, (b"LIST~1.CSV" if number == 0 else name.encode("cp1252")) + b"\x00")
        made += attribute(2, 0x0006800F, data)
        if number == 0:
            text = name.encode("utf-16-le") + b"\x00\x00"
            padded = text.ljust(-(-len(text) // 4) * 4, b"\x00")
            properties = (2).to_bytes(4, "little") + b"\x03\x00\x05\x37" + (1).to_bytes(4, "little")
            properties += (
                b"\x1f\x00\x07\x37" + (1).to_bytes(4, "little") + len(text).to_bytes(4, "little") + padded
            )
            made += attribute(2, 0x00069005, properties)
    return made


def test_the_attachments_inside_a_winmail_dat_are_files(tmp_path: Path) -> None:
    data = envelope(("Preisliste für Sie.csv", CSV), ("../b.csv", b"a,b\n1,2\n"))
    files, problems = opened(
        tmp_path, attach(letter(), "winmail.dat", data, "application/ms-tnef").as_bytes()
    )
    assert names(files) == ["offer.eml!/winmail.dat!/Preisliste für Sie.csv", "offer.eml!/winmail.dat!/b.csv"]
    assert [content(file) for file in files] == [CSV, b"a,b\n1,2\n"]
    assert files[0].sending is not None
    assert files[0].sending.sender == SENDER
    assert not problems


def test_a_winmail_dat_that_is_empty_or_cut_off_says_so(tmp_path: Path) -> None:
    files, (problem,) = opened(tmp_path, envelope(), "winmail.dat")
    assert "neither" in problem.value
    files, (problem,) = opened(tmp_path, envelope(("a.csv", CSV), ("b.csv", CSV))[:-30], "winmail.dat")
    assert names(files) == ["winmail.dat!/a.csv"]
    assert problem.origin.file == "winmail.dat"


@given(at=st.integers(0, 600), new=st.binary(min_size=1, max_size=8))
@settings(max_examples=60)
def test_any_damage_to_a_winmail_dat_is_files_or_problems_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, at: int, new: bytes
) -> None:
    data = bytearray(envelope(("a.csv", CSV), ("b.csv", CSV)))
    at %= len(data)
    data[at : at + len(new)] = new
    files, problems = opened(tmp_path_factory.mktemp("damage"), bytes(data), "winmail.dat")
    assert files or problems


# ------------------------------------------------------------------------------------ other archives


@pytest.mark.parametrize("kind", ["", "gz", "bz2", "xz"])
def test_a_tar_is_opened_however_it_is_packed(tmp_path: Path, kind: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{kind}") as archive:  # type: ignore[call-overload] # mode by parameter
        for name in ("lists/a.csv", "lists/b.csv", ".hidden"):
            member = tarfile.TarInfo(name)
            member.size = len(CSV)
            archive.addfile(member, io.BytesIO(CSV))
    files, problems = opened(tmp_path, out.getvalue(), "lists.tar")
    assert names(files) == ["lists.tar!/lists/a.csv", "lists.tar!/lists/b.csv"]
    assert content(files[1]) == CSV
    assert not problems


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def test_links_devices_and_paths_in_a_tar_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    link, device, outside = (
        tarfile.TarInfo("link.csv"),
        tarfile.TarInfo("pipe.csv"),
        tarfile.TarInfo("../x.csv"),
    )
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.FIFOTYPE
    data = tar_of(
        (link, b""),
        (device, b""),
        (outside, CSV),
        (tarfile.TarInfo("/abs.csv"), CSV),
        (tarfile.TarInfo("a.csv"), CSV),
    )
    files, problems = opened(tmp_path, data, "lists.tar")
    assert names(files) == ["lists.tar!/a.csv"]
    assert len(problems) == 4


def test_a_tar_cut_off_is_told(tmp_path: Path) -> None:
    data = tar_of((tarfile.TarInfo("a.csv"), CSV), (tarfile.TarInfo("b.csv"), b"x,y\n" * 2_000))
    files, problems = opened(tmp_path, data[:6_000], "lists.tar")
    assert names(files) == ["lists.tar!/a.csv"]
    assert problems[0].origin.file == "lists.tar"


def test_a_tar_whose_header_takes_gigabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    member = tarfile.TarInfo("PaxHeader")
    member.type, member.size = tarfile.XHDTYPE, 200_000_000
    path = tmp_path / "bomb.tar"
    path.write_bytes(member.tobuf())
    with path.open("r+b") as stream:
        stream.truncate(200_001_024)
    tracemalloc.start()
    (problem,) = list(expand([path], Limits()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(problem, Problem)
    assert "headers" in problem.expected
    assert peak < 20_000_000


@pytest.mark.parametrize("kind", ["bz2", "xz"])
def test_a_bomb_of_another_packing_is_refused(tmp_path: Path, kind: str) -> None:
    import bz2
    import lzma

    data = (bz2.compress if kind == "bz2" else lzma.compress)(bytes(60_000_000))
    files, (problem,) = opened(tmp_path, data, "list.csv")
    assert not files
    assert "grows" in problem.expected


def test_xz_that_asks_for_much_memory_is_refused(tmp_path: Path) -> None:
    import lzma

    made = lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])
    data = bytearray(made.compress(b"x") + made.flush())
    at = (
        data.index(b"\x21\x01", 12) + 2
    )  # the filter's id and the size of its properties, then the dictionary's
    data[at] = 0x26  # 2 GB
    files, problems = opened(tmp_path, bytes(data), "list.csv")
    assert not files
    assert problems


@pytest.mark.parametrize(
    ("sign", "words"), [(b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"Rar!\x1a\x07\x01\x00", "RAR")]
)
def test_archives_that_nothing_free_opens_say_so(tmp_path: Path, sign: bytes, words: str) -> None:
    files, (problem,) = opened(tmp_path, sign + bytes(100), "lists.7z")
    assert not files
    assert words in problem.value
    assert "unpack it" in problem.advice


# ------------------------------------------------------------------------------------ hostile mails

HEADERS = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"


def seconds(folder: Path, data: bytes) -> tuple[float, int, list[SourceFile], list[Problem]]:
    """(seconds, peak bytes, files, problems) of opening a mail."""
    path = folder / "offer.eml"
    path.write_bytes(data)
    del data
    tracemalloc.start()
    start = time.perf_counter()
    files, problems = [], []
    for one in expand([path], Limits()):
        if isinstance(one, SourceFile):
            files.append(one)
        else:
            problems.append(one)
    took = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return took, peak, files, problems


def test_a_mail_of_many_megabytes_is_read_in_little_memory(tmp_path: Path) -> None:
    coded = base64.encodebytes(bytes(range(256)) * 120_000)
    data = (
        HEADERS
        + b"Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\n"
        + coded
    )
    _, peak, (file,), _ = seconds(tmp_path, data)
    assert file.size == 256 * 120_000
    assert peak < 12_000_000


def test_ten_thousand_attachments_are_refused_and_fewer_are_read(tmp_path: Path) -> None:
    def of(count: int) -> bytes:
        part = b"--b\nContent-Type: text/csv; name=l.csv\n\na,b\n1,2\n"
        return HEADERS + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * count + b"--b--\n"

    took, peak, files, (problem,) = seconds(tmp_path, of(10_500))
    assert not files
    assert problem.kind == "limit"
    assert peak < 60_000_000
    took, _, files, problems = seconds(tmp_path, of(1_000))
    assert len(files) == len({file.name for file in files}) == 1_000
    assert not problems
    assert took < 30


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(b"X-A: " + b"a" * 3_000_000 + b"\n\n", id="one long header"),
        pytest.param(b"X-A: b\n" * 200_000 + b"\n", id="many headers"),
        pytest.param(b"X-A: b\n" + b" c\n" * 300_000 + b"\n", id="a folded header"),
        pytest.param(b"Content-Type: text/csv" + b";" * 900_000 + b"\n\n", id="semicolons"),
        pytest.param(
            b"Content-Disposition: attachment; "
            + b"; ".join(b'filename*%d="x"' % n for n in range(30_000))
            + b"\n\na,b\n",
            id="a name in pieces",
        ),
        pytest.param(b"Subject: " + b"=?utf-8?Q?a?= " * 70_000 + b"\n\n", id="encoded words"),
        pytest.param(b"Content-Type: text/plain\n\n" + b"\n" * 300_000, id="empty lines"),
        pytest.param(b"Content-Type: text/html\n\n" + b"<" * 2_000_000, id="open brackets"),
        pytest.param(b"Content-Type: text/plain\n\n" + b">" * 2_000_000, id="quotes"),
    ],
)
def test_a_header_or_text_that_is_a_bomb_is_told_in_time_and_memory(tmp_path: Path, bomb: bytes) -> None:
    took, peak, files, problems = seconds(tmp_path, HEADERS + bomb)
    assert files or problems
    assert took < 20
    assert peak < 80_000_000


def test_multiparts_within_each_other_end_at_the_limit(tmp_path: Path) -> None:
    data = HEADERS + b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(5_000)
    )
    files, (problem,) = opened(tmp_path, data)
    assert not files
    assert "nested" in problem.expected


def test_mails_within_each_other_end_at_the_limit(tmp_path: Path) -> None:
    data = HEADERS + b"Content-Type: text/csv; name=a.csv\n\n" + CSV
    for _level in range(10):
        data = HEADERS + b"Content-Type: message/rfc822\n\n" + data
    files, (problem,) = opened(tmp_path, data)
    assert not files
    assert problem.kind == "limit"


def test_a_mail_that_is_cut_off_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    data = attach(attach(letter(), "a.csv"), "b.csv", CSV * 50).as_bytes()
    files, (problem,) = opened(tmp_path, data[: int(len(data) * 0.8)])
    assert names(files) == ["offer.eml!/a.csv", "offer.eml!/b.csv"]
    assert "ends before" in problem.value


@pytest.mark.parametrize(
    "text",
    [
        b"Content-Type: multipart/mixed\n\n--b\n\nSKU;N;P\n1;2;3\n1;2;3\n",
        b"Content-Type: multipart/mixed; boundary=\n\nSKU;N;P\n1;2;3\n1;2;3\n",
        b"Content-Type: ;;;=?\n\nSKU;N;P\n1;2;3\n1;2;3\n",
        b'Content-Type: text/plain; charset="\n\nSKU;N;P\n1;2;3\n1;2;3\n',
        b"Content-Transfer-Encoding: base85\n\nSKU;N;P\n1;2;3\n1;2;3\n",
        b": no name\nContent-Type text/plain\n\nSKU;N;P\n1;2;3\n1;2;3\n",
    ],
)
def test_broken_headers_do_not_hide_the_text(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "offer.eml"
    path.write_bytes(HEADERS + text)
    every = list(expand([path], Limits()))
    assert any(isinstance(one, SourceFile) and b"SKU" in content(one) for one in every)


@given(st.lists(st.sampled_from([
    b"--b\n", b"--b--\n", b"--c\n", b"--c--\n", b"\n", b"Content-Type: multipart/mixed; boundary=c\n",
    b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: message/rfc822\n", b"Content-Type: text/csv; name=x\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n", b"QUJD=\n", b"a=3D;=\n",
    b"\xff\xfe\x00\n", b"From a@b Mon\n", b" folded\n", b"Subject: =?x?B?\xff?=\n", b"begin 644 x\n",
]), max_size=30))  # fmt: skip
@settings(max_examples=60)
def test_any_mail_is_files_or_problems_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    data = HEADERS + b"Content-Type: multipart/mixed; boundary=b\n" + b"".join(lines)
    files, problems = opened(tmp_path_factory.mktemp("mail"), data)
    assert files or problems


@given(st.text(max_size=60))
def test_decoding_a_header_never_fails(text: str) -> None:
    decoded(text)
    decoded(f"=?utf-8?B?{text}?=")


def test_a_list_with_a_column_called_from_is_no_mail() -> None:
    assert not mail.is_mail(b"From;To;Price\nA;B;3\n")
    assert not mail.is_mail(b"from: 5\nto: 7\nhello world\n")
    assert not mail.is_mail(b'{"from": "a"}')
