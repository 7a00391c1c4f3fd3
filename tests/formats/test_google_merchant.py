"""Google Merchant feeds, and what can hide in XML."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.google_merchant import GoogleMerchantReader
from dragoman.formats.limits import ReadLimits
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of

READER = GoogleMerchantReader()
START = '<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
END = "</channel></rss>"


def feed(text: str | bytes, reader: GoogleMerchantReader = READER) -> tuple[Table, list[Row]]:
    raw = text.encode() if isinstance(text, str) else text
    table = next(reader.read(source_of(raw, "feed.xml"), ReadOptions()))
    return table, rows_of(table)


def test_an_item_gives_local_names_and_xpaths() -> None:
    _, (row,) = feed(
        f"{START}<item><g:id>007</g:id><title>Cup &amp; lid</title><g:price>4.50 EUR</g:price></item>{END}"
    )
    assert row.values == {"id": "007", "title": "Cup & lid", "price": "4.50 EUR"}
    assert row.cell("price").where() == "feed.xml, /rss/channel/item[1]/g:price"
    assert row.cell("title").path == "/rss/channel/item[1]/title"


def test_nested_and_repeated_elements_get_keys_and_places_of_their_own() -> None:
    _, (row,) = feed(
        f"{START}<item><g:shipping><g:country>DE</g:country><g:price>5 EUR</g:price></g:shipping>"
        "<g:shipping><g:country>FR</g:country></g:shipping>"
        f"<g:image_link>a</g:image_link><g:image_link>b</g:image_link></item>{END}"
    )
    assert row.values == {
        "shipping.country": "DE",
        "shipping.price": "5 EUR",
        "shipping (2).country": "FR",
        "image_link": "a",
        "image_link (2)": "b",
    }
    assert row.cell("shipping (2).country").path == "/rss/channel/item[1]/g:shipping[2]/g:country"


def test_a_feed_that_never_declares_its_prefix_is_told_what_to_declare() -> None:
    with pytest.raises(FileUnreadable, match=r"feed\.xml: .*Namespace prefix g.* declare the prefix"):
        feed("<rss><channel><item><g:id>1</g:id></item></channel></rss>")


def test_a_title_of_rss_and_one_of_google_are_both_kept() -> None:
    _, (row,) = feed(f"{START}<item><title>Cup</title><g:title>Steel cup</g:title></item>{END}")
    assert row.values == {"title": "Cup", "g:title": "Steel cup"}


def test_an_atom_link_is_its_address() -> None:
    _, (row,) = feed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="https://x.example/1"/></entry></feed>'
    )
    assert row.values == {"id": "1", "link": "https://x.example/1"}
    assert row.cell("link").path == "/feed/entry[1]/link/@href"


def test_what_the_feed_says_of_itself_is_notes() -> None:
    table, _ = feed(
        f"{START}<title>Muster</title><link>https://m.example</link><item><g:id>1</g:id></item>{END}"
    )
    assert [(text, origin.path) for text, origin in table.notes] == [
        ("title: Muster", "/rss/channel/title"),
        ("link: https://m.example", "/rss/channel/link"),
    ]


def test_a_feed_in_another_encoding_says_so_itself() -> None:
    text = f"{START}<item><title>Größe</title></item>{END}".replace(
        '"1.0"?', '"1.0" encoding="windows-1252"?'
    )
    table, (row,) = feed(text.encode("cp1252"))
    assert row.text("title") == "Größe"
    assert table.detected["encoding"].lower() == "windows-1252"


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]><rss><channel><item>&l9;</item>{END}'


def test_a_billion_laughs_are_refused_at_once_with_bounded_memory() -> None:
    tracemalloc.start()
    with pytest.raises(
        FileUnreadable, match=r"feed\.xml: expected a feed without a document type.*delete the <!DOCTYPE"
    ):
        feed(laughs())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        "<!DOCTYPE rss>",
    ],
)
def test_no_document_type_is_taken(declaration: str) -> None:
    with pytest.raises(FileUnreadable, match=r"feed\.xml"):
        feed(f"{declaration}<rss><channel><item><title>&x;</title></item>{END}")


def test_an_xml_of_another_kind_is_told_by_its_root() -> None:
    with pytest.raises(FileUnreadable, match="got XML that begins with <BMECAT>"):
        feed("<BMECAT><T_NEW_CATALOG/></BMECAT>")


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_feed_names_the_file(cut: float) -> None:
    text = START + "<item><g:id>1</g:id><title>Cup</title></item>" * 20 + END
    with pytest.raises(FileUnreadable, match=r"feed\.xml: expected well-formed XML"):
        feed(text[: int(len(text) * cut)])


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(FileUnreadable, match=r"feed\.xml"):
        feed(START + "<item>" + "<a>" * 10_000)


def test_an_item_of_too_many_elements_is_refused() -> None:
    with pytest.raises(FileUnreadable, match=r"feed\.xml"):
        feed(START + "<item>" + "<a>x</a>" * 20_000 + "</item>" + END)


def test_an_item_that_never_ends_is_refused_with_bounded_memory() -> None:
    reader = GoogleMerchantReader(ReadLimits(max_row_chars=100_000))
    with pytest.raises(FileTooLarge, match=r"feed\.xml: expected feed items of at most"):
        feed(START + "<item><title>" + "x" * 1_000_000, reader)


def test_memory_stays_flat_over_a_long_feed() -> None:
    text = (
        START
        + "<item><g:id>1</g:id><title>A cup of steel</title><g:price>3 EUR</g:price></item>" * 15_000
        + END
    )
    source = source_of(text.encode(), "feed.xml")
    table = next(READER.read(source, ReadOptions()))
    tracemalloc.start()
    count = sum(1 for _row in table.rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 15_000
    assert peak < 5_000_000


@given(st.binary(max_size=300))
def test_any_bytes_after_a_start_are_read_or_refused_by_name(data: bytes) -> None:
    try:
        feed(START.encode() + b"<item>" + data)
    except FileUnreadable as error:
        assert "feed.xml" in str(error)  # noqa: PT017 - some inputs are read
