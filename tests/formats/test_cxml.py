"""cXML: the index of a supplier's items and the basket that a punch-out shop sends back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.cxml import CxmlReader
from dragoman.formats.limits import ReadLimits
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import DayRange, Offer, Problem, Quantity
from dragoman.ports import Changing, FormatReader, ProblemFilter, ReadOptions, Row, Table
from dragoman.stores.memory import MemoryStore
from dragoman.testing.format_reader import FormatReaderContract, read_all, rows_of, source_of

READER = CxmlReader()
DOCTYPE = '<!DOCTYPE cXML SYSTEM "http://127.0.0.1:9/schemas/cXML/1.2.060/cXML.dtd">'
FROM = (
    "<Header><From><Credential domain='NetworkID'><Identity>AN0100</Identity></Credential><Correspondent><Contact>"
    "<Name xml:lang='en'>Example Supply Inc.</Name></Contact></Correspondent></From></Header>"
)


def index(items: str, *, lang: str = "") -> str:
    said = f' xml:lang="{lang}"' if lang else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>{DOCTYPE}<Index{said} loadmode="Full"><SupplierID domain="DUNS">1</SupplierID>{items}</Index>'


def added(sku: str, detail: str, more: str = "") -> str:
    return (
        f"<IndexItem><IndexItemAdd><ItemID><SupplierPartID>{sku}</SupplierPartID></ItemID><ItemDetail>{detail}"
        f"</ItemDetail>{more}</IndexItemAdd></IndexItem>"
    )


def basket(items: str) -> str:
    return (
        f'<?xml version="1.0"?>{DOCTYPE}<cXML payloadID="1@x" timestamp="2026-11-01T00:00:00Z" xml:lang="en-US">{FROM}'
        f"<Message><PunchOutOrderMessage><BuyerCookie>1</BuyerCookie><PunchOutOrderMessageHeader operationAllowed='edit'>"
        f"<Total><Money currency='USD'>9.00</Money></Total></PunchOutOrderMessageHeader>{items}</PunchOutOrderMessage>"
        "</Message></cXML>"
    )


def bought(sku: str, detail: str) -> str:
    return (
        f'<ItemIn quantity="10" lineNumber="1"><ItemID><SupplierPartID>{sku}</SupplierPartID><SupplierPartAuxiliaryID>'
        f"conf-7</SupplierPartAuxiliaryID></ItemID><ItemDetail>{detail}</ItemDetail></ItemIn>"
    )


PEN = (
    '<UnitPrice><Money currency="USD">32.20</Money></UnitPrice><Description xml:lang="en"><ShortName>Ballpoint pen'
    "</ShortName>Soft grip,\n   blue ink</Description><Description xml:lang='de'><ShortName>Kugelschreiber</ShortName>"
    "</Description><UnitOfMeasure>EA</UnitOfMeasure><PriceBasisQuantity quantity='100' conversionFactor='1'>"
    "<UnitOfMeasure>EA</UnitOfMeasure></PriceBasisQuantity><Classification domain='UNSPSC'>44121704</Classification>"
    "<ManufacturerPartID>CG-12</ManufacturerPartID><ManufacturerName>Example Works</ManufacturerName>"
    "<URL>https://shop.example/pen</URL><Dimension quantity='14' type='length'><UnitOfMeasure>CMT</UnitOfMeasure>"
    "</Dimension><Dimension quantity='12' type='unitNetWeight'><UnitOfMeasure>GRM</UnitOfMeasure></Dimension>"
    "<ItemDetailIndustry><ItemDetailRetail><EANID>4006381333931</EANID><Characteristic domain='colour' value='blue'/>"
    "</ItemDetailRetail></ItemDetailIndustry><Extrinsic name='Minimum Order Quantity'>50</Extrinsic>"
    "<Extrinsic name='Country of origin'>IN</Extrinsic><Extrinsic name='Refillable'>yes</Extrinsic>"
)
PEN_INDEX = (
    "<IndexItemDetail><LeadTime>14</LeadTime><ExpirationDate>2026-12-31T00:00:00+00:00</ExpirationDate>"
    "<SearchGroupData><Name>Office</Name></SearchGroupData><TerritoryAvailable>US</TerritoryAvailable>"
    "<Extrinsic name='ImageURL'>https://shop.example/image?id=7</Extrinsic></IndexItemDetail>"
)


class OfCxml(FormatReaderContract):
    keys = ("SupplierPartID", "ShortName", "UnitPrice.Money", "colour")

    def reader(self) -> FormatReader:
        return READER

    def others(self) -> Sequence[FormatReader]:
        return READERS

    @staticmethod
    def detail(title: str, price: str, colour: str) -> str:
        return (
            f"<UnitPrice><Money currency='EUR'>{price}</Money></UnitPrice><Description xml:lang='en'><ShortName>"
            f"{escape(title)}</ShortName></Description><UnitOfMeasure>EA</UnitOfMeasure>"
            f"<Extrinsic name='colour'>{colour}</Extrinsic>"
        )


class TestContractOfAnIndex(OfCxml):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        del columns
        return index(
            "\n".join(added(sku, self.detail(title, price, colour)) for sku, title, price, colour in rows)
        ).encode()

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = (
            "ItemID/SupplierPartID",
            "ItemDetail/Description/ShortName",
            "ItemDetail/UnitPrice/Money",
            "ItemDetail/Extrinsic",
        )[column]
        number = f"[{row + 1}]" if row else ""
        return None, None, f"/Index/IndexItem{number}/IndexItemAdd[1]/{path}"


class TestContractOfABasket(OfCxml):
    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        del columns
        return basket(
            "\n".join(bought(sku, self.detail(title, price, colour)) for sku, title, price, colour in rows)
        ).encode()

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        path = (
            "ItemID/SupplierPartID",
            "ItemDetail/Description/ShortName",
            "ItemDetail/UnitPrice/Money",
            "ItemDetail/Extrinsic",
        )[column]
        return None, None, f"/cXML/Message/PunchOutOrderMessage/ItemIn[{row + 1}]/{path}"


def table(text: str | bytes, reader: CxmlReader = READER) -> tuple[Table, list[Row]]:
    raw = text.encode() if isinstance(text, str) else text
    found = next(reader.read(source_of(raw, "list.xml"), ReadOptions()))
    return found, rows_of(found)


def loaded(tmp_path: Path, text: str) -> tuple[list[Offer], list[Problem]]:
    """From the file to the record."""
    path = tmp_path / "acme.xml"
    path.write_text(text, encoding="utf-8")
    store = MemoryStore()
    request = IngestRequest(paths=(path,))
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _event: None)
    return list(store.changes_since(0, limit=1_000).upserts), list(store.problems(ProblemFilter()).problems)


def test_an_item_of_an_index_arrives_whole(tmp_path: Path) -> None:
    (one,), problems = loaded(tmp_path, index(added("P-1", PEN, PEN_INDEX)))
    assert problems == []
    assert (one.external_id, one.title.value, one.language) == ("P-1", "Ballpoint pen", "en")
    assert one.description is not None
    assert one.description.value == "Soft grip, blue ink"
    assert one.brand is not None
    assert one.brand.value == "Example Works"
    assert one.mpn is not None
    assert one.mpn.value == "CG-12"
    assert one.gtin is not None
    assert one.gtin.value == "4006381333931"
    assert one.category is not None
    assert one.category.value == "UNSPSC 44121704"
    (tier,) = one.prices
    assert (tier.value.price.money.amount, tier.value.price.money.currency) == (Decimal("32.20"), "USD")
    assert tier.value.price.per == Quantity(value=Decimal(100))
    assert one.moq is not None
    assert one.moq.value == Quantity(value=Decimal(50))
    assert one.weight is not None
    assert one.weight.value == Quantity(value=Decimal(12), unit="g")
    assert one.lead_time is not None
    assert one.lead_time.value == DayRange(min_days=14, max_days=14)
    assert one.valid_until is not None
    assert one.valid_until.value == date(2026, 12, 31)
    assert one.made_in is not None
    assert one.made_in.value == "IN"
    assert one.colour is not None
    assert one.colour.value == "blue"
    assert one.url is not None
    assert one.url.value == "https://shop.example/pen"
    assert [image.value for image in one.images] == ["https://shop.example/image?id=7"]
    assert {attribute.name: (attribute.value, attribute.quantity) for attribute in one.attributes} == {
        "ShortName (de)": ("Kugelschreiber", None),
        "UNSPSC": ("44121704", None),
        "length": ("14 cm", Quantity(value=Decimal(14), unit="cm")),
        "Refillable": ("yes", None),
        "Name": ("Office", None),
        "TerritoryAvailable": ("US", None),
    }


def test_a_basket_gives_its_items_the_senders_name_and_how_many_were_chosen(tmp_path: Path) -> None:
    (one,), problems = loaded(tmp_path, basket(bought("P-1", PEN)))
    assert problems == []
    assert one.supplier.name == "Example Supply Inc."
    assert (
        one.prices[0].origin.path == "/cXML/Message/PunchOutOrderMessage/ItemIn[1]/ItemDetail/UnitPrice/Money"
    )
    kept = {attribute.name: attribute.value for attribute in one.attributes}
    assert (kept["quantity"], kept["SupplierPartAuxiliaryID"]) == ("10", "conf-7")


def test_a_description_without_a_short_name_is_the_title() -> None:
    detail = "<Description xml:lang='en'>Blue pen</Description><UnitOfMeasure>EA</UnitOfMeasure>"
    _, (row,) = table(index(added("1", detail)))
    assert row.values == {
        "SupplierPartID": "1",
        "ShortName": "Blue pen",
        "UnitOfMeasure": "EA",
    }


def test_the_title_is_in_the_language_of_the_document() -> None:
    found, (row,) = table(index(added("1", PEN), lang="de-DE"))
    assert row.values["ShortName"] == "Kugelschreiber"
    assert row.values["ShortName (en)"] == "Ballpoint pen"
    assert found.standard is not None
    assert found.standard.language == "de"


def test_an_item_taken_out_takes_its_offer_back_and_one_to_configure_in_the_shop_has_no_price() -> None:
    gone = "<IndexItem><IndexItemDelete><ItemID><SupplierPartID>9</SupplierPartID></ItemID></IndexItemDelete></IndexItem>"
    shop = (
        "<IndexItem><IndexItemPunchout><ItemID><SupplierPartID>8</SupplierPartID></ItemID><PunchoutDetail>"
        "<Description xml:lang='en'>Desks</Description><URL>https://shop.example/desks</URL></PunchoutDetail>"
        "</IndexItemPunchout></IndexItem>"
    )
    ((first, second),) = read_all(READER, source_of(index(gone + shop).encode(), "list.xml"))
    assert not isinstance(first, Problem)
    assert isinstance(first, Changing)
    assert (first.change, first.text("SupplierPartID")) == ("withdraw", "9")
    assert not isinstance(second, Problem)
    assert second.values == {"SupplierPartID": "8", "ShortName": "Desks", "URL": "https://shop.example/desks"}


def test_an_item_taken_out_by_a_number_of_two_parts_is_told() -> None:
    gone = (
        "<IndexItem><IndexItemDelete><ItemID><SupplierPartID>9</SupplierPartID><SupplierPartAuxiliaryID>red"
        "</SupplierPartAuxiliaryID></ItemID></IndexItemDelete></IndexItem>"
    )
    ((problem,),) = read_all(READER, source_of(index(gone).encode(), "list.xml"))
    assert isinstance(problem, Problem)
    assert problem.value == "9 red"
    assert "nothing was withdrawn" in problem.message()


@pytest.mark.parametrize(("mode", "adds"), [("Full", False), ("Incremental", True), ("", False)])
def test_only_an_incremental_index_leaves_what_it_does_not_name(mode: str, adds: bool) -> None:
    said = f' loadmode="{mode}"' if mode else ""
    text = f"<Index{said}><IndexItem><IndexItemDelete><ItemID><SupplierPartID>9</SupplierPartID></ItemID></IndexItemDelete></IndexItem></Index>"
    found = next(READER.read(source_of(text.encode(), "list.xml"), ReadOptions()))
    assert found.changes_only is adds


def test_a_message_without_items_says_what_it_is() -> None:
    text = f"{DOCTYPE}<cXML>{FROM}<Request><OrderRequest/></Request></cXML>"
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected a cXML Index or PunchOutOrderMessage"):
        table(text)


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b"<cXML>", True),
        (b"<Index><IndexItem>", True),
        ("<Index><IndexItem>".encode("utf-16"), True),
        (b"<Index><Entry>", False),
        (b"<rss>", False),
        (b"<BMECAT>", False),
    ],
)
def test_only_its_own_roots_are_claimed(head: bytes, sure: bool) -> None:
    assert (READER.sniff(head, name="x.xml") > 0.9) is sure


@pytest.mark.parametrize(
    "declared", ['[<!ENTITY a "b">]', 'SYSTEM "x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]']
)
def test_entities_that_a_file_declares_are_refused(declared: str) -> None:
    text = index(added("1", "<Description xml:lang='en'>&x;</Description>"))
    with pytest.raises(FileUnreadable, match=r"list\.xml: expected a catalogue without entity declarations"):
        table(text.replace(DOCTYPE, f"<!DOCTYPE cXML {declared}>"))


def test_an_item_that_never_ends_is_refused_with_bounded_memory() -> None:
    text = index("").partition("</Index>")[0] + "<IndexItem><IndexItemAdd>" + "x" * 1_000_000
    with pytest.raises(FileTooLarge, match=r"list\.xml"):
        table(text, CxmlReader(ReadLimits(max_row_chars=100_000)))


@given(st.binary(max_size=300))
def test_any_bytes_within_an_item_are_read_or_refused_by_name(data: bytes) -> None:
    before, _, after = index(added("1", "@@")).partition("@@")
    try:
        table(before.encode() + data + after.encode())
    except FileUnreadable as error:
        assert "list.xml" in str(error)  # noqa: PT017 - some inputs are read
