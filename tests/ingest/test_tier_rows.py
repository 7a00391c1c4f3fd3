"""Lists that give each price tier a row of its own: one offer with its tiers, told and correctable."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dragoman.formats import READERS
from dragoman.ingest.batches import BATCH_ROWS
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.ingest.preview import preview
from dragoman.model import Offer, Problem
from dragoman.ports import ProblemFilter
from dragoman.stores.memory import MemoryStore
from dragoman.testing.pdf_files import PaperPage, paper

HEADER = "SKU;Product;Colour;MOQ;Price USD"
BOTTLE = (
    "A-1;Steel bottle;blue;100;2.10",
    "A-1;Steel bottle;blue;500;1.95",
    "A-1;Steel bottle;blue;1000;1.80",
)
MUG = ("A-2;Steel mug;red;100;3.10", "A-2;Steel mug;red;500;2.95")
LONE = "A-9;Lunch box;green;250;5.00"


def request_of(tmp_path: Path, *lines: str, mapping: str = "") -> IngestRequest:
    path, said = tmp_path / "list.csv", tmp_path / "m.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said.write_text(mapping, encoding="utf-8")
    return IngestRequest(paths=(path,), mapping=said if mapping else None, supplier="Nord Ltd (invented)")


def load(tmp_path: Path, *lines: str, mapping: str = "") -> tuple[list[Offer], list[Problem]]:
    store = MemoryStore()
    ingest(
        request_of(tmp_path, *lines, mapping=mapping),
        store=store,
        readers=READERS,
        reader_version="1",
        progress=lambda _event: None,
    )
    offers = list(store.changes_since(0, limit=100_000).upserts)
    problems = list(store.problems(ProblemFilter(limit=100)).problems)
    return sorted(offers, key=lambda offer: (offer.external_id, offer.title.value)), problems


def tiers(offer: Offer) -> list[tuple[int, str]]:
    return [(int(one.value.from_quantity.value), f"{one.value.price.money.amount:f}") for one in offer.prices]


def test_rows_of_one_article_with_rising_quantities_and_falling_prices_are_its_tiers(tmp_path: Path) -> None:
    (bottle, mug, lone), problems = load(tmp_path, HEADER, *BOTTLE, *MUG, LONE)
    assert tiers(bottle) == [(100, "2.10"), (500, "1.95"), (1000, "1.80")]
    assert tiers(mug) == [(100, "3.10"), (500, "2.95")]
    assert tiers(lone) == [(250, "5.00")]
    assert problems == []


def test_each_tier_has_the_place_of_its_own_row_and_says_how_it_was_read(tmp_path: Path) -> None:
    (bottle, *_), _ = load(tmp_path, HEADER, *BOTTLE, LONE)
    assert [one.origin.cell for one in bottle.prices] == ["E2", "E3", "E4"]
    assert all(one.confidence < 1 and "row of its own" in one.note for one in bottle.prices)


def test_the_least_of_the_quantities_stays_the_minimum_order(tmp_path: Path) -> None:
    offers, _ = load(tmp_path, HEADER, *BOTTLE, LONE)
    assert [offer.moq.value.value for offer in offers if offer.moq] == [100, 250]


def test_rows_that_differ_in_anything_else_are_offers_of_their_own(tmp_path: Path) -> None:
    variants = ("A-5;Steel cup;blue;100;4.00", "A-5;Steel cup;red;500;3.80")
    offers, problems = load(tmp_path, HEADER, *BOTTLE, *variants)
    assert [tiers(offer) for offer in offers if offer.external_id == "A-5"] == [
        [(100, "4.00")],
        [(500, "3.80")],
    ]
    assert [problem.kind for problem in problems] == ["duplicate_id"]


@pytest.mark.parametrize(
    "second",
    ["A-1;Steel bottle;blue;500;2.40", "A-1;Steel bottle;blue;50;1.95"],
    ids=["price rises", "quantity falls"],
)
def test_a_row_that_does_not_rise_and_fall_is_no_tier(tmp_path: Path, second: str) -> None:
    offers, problems = load(tmp_path, HEADER, BOTTLE[0], second, LONE)
    assert len(offers) == 3
    assert [problem.kind for problem in problems] == ["duplicate_id"]


def test_rows_below_merged_cells_leave_the_goods_empty(tmp_path: Path) -> None:
    (bottle, mug), problems = load(
        tmp_path, HEADER, BOTTLE[0], ";;;500;1.95", ";;;1000;1.80", MUG[0], ";;;500;2.95"
    )
    assert tiers(bottle) == [(100, "2.10"), (500, "1.95"), (1000, "1.80")]
    assert tiers(mug) == [(100, "3.10"), (500, "2.95")]
    assert problems == []


def test_a_plain_quantity_beside_the_price_is_the_one_that_it_holds_from(tmp_path: Path) -> None:
    rows = ("A-1;Steel bottle;100;2.10", "A-1;Steel bottle;500;1.95", "A-2;Steel mug;100;3.10")
    offers, _ = load(tmp_path, "SKU;Product;Qty;Price USD", *rows)
    assert [tiers(offer) for offer in offers] == [[(100, "2.10"), (500, "1.95")], [(100, "3.10")]]
    assert all(offer.moq is None for offer in offers)


def test_a_mapping_file_keeps_the_rows_apart_or_makes_them_sure(tmp_path: Path) -> None:
    offers, _ = load(tmp_path, HEADER, *BOTTLE, mapping='[columns]\nMOQ = "moq"\n')
    assert [tiers(offer) for offer in offers] == [[(1, "2.10")], [(1, "1.95")], [(1, "1.80")]]
    offers, _ = load(tmp_path, HEADER, *BOTTLE, mapping='[columns]\nMOQ = "tier_quantity"\n')
    assert [[one.confidence for one in offer.prices] for offer in offers] == [[1.0, 1.0, 1.0]]


@pytest.mark.parametrize("empty", [False, True])
def test_tiers_of_one_offer_are_never_parted_by_the_end_of_a_batch(tmp_path: Path, *, empty: bool) -> None:
    rows: list[str] = []
    for number in range(BATCH_ROWS):
        goods = f"B-{number};Steel bottle {number} ml;blue"
        rows += [f"{goods};100;2.10"]
        rows += [
            f"{';;' if empty else goods};{many};{price}" for many, price in ((500, "1.95"), (1000, "1.80"))
        ]
    offers, problems = load(tmp_path, HEADER, *rows)
    assert len(offers) == BATCH_ROWS
    assert {len(offer.prices) for offer in offers} == {3}
    assert problems == []


def test_the_preview_joins_them_too(tmp_path: Path) -> None:
    ((table,),) = (
        one.tables for one in preview(request_of(tmp_path, HEADER, *BOTTLE, LONE), readers=READERS)
    )
    assert [tiers(offer) for offer in table.offers] == [
        [(100, "2.10"), (500, "1.95"), (1000, "1.80")],
        [(250, "5.00")],
    ]
    role = table.mapping.columns["MOQ"]
    assert (role.field, role.confidence < 1) == ("tier_quantity", True)
    assert "price tiers" in role.why
    assert Decimal(100) == table.offers[0].prices[0].value.from_quantity.value


# ------------------------------------------------------------------------------ several tiers in one cell


def load_bytes(tmp_path: Path, data: bytes, name: str) -> tuple[list[Offer], list[Problem]]:
    path = tmp_path / name
    path.write_bytes(data)
    store = MemoryStore()
    request = IngestRequest(paths=(path,), supplier="Nord Ltd (invented)")
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _event: None)
    offers = list(store.changes_since(0, limit=1_000).upserts)
    problems = list(store.problems(ProblemFilter(limit=100)).problems)
    return sorted(offers, key=lambda offer: offer.external_id), problems


def tiered_pdf(*, in_one_column: bool) -> bytes:
    """A list with lines around its cells; those of the goods go over three lines of tiers."""
    page = PaperPage()
    lefts = (40.0, 120.0, 320.0, 400.0)
    page.row(
        lefts,
        100,
        (
            "Art. no.",
            "Description",
            "Qty / Price USD" if in_one_column else "Qty",
            "" if in_one_column else "Price USD",
        ),
    )
    edges = [88.0, 106.0]
    for number in range(5):
        first = edges[-1] + 12
        page.row(lefts[:2], first + 12, (f"B-{number}", f"Steel bottle {number}"))
        for at, (many, price) in enumerate((("100", "2.50"), ("500", "2.20"), ("1000", "2.00"))):
            texts = (f"{many} {price}", "") if in_one_column else (many, price)
            page.row(lefts[2:], first + 12 * at, texts)
        edges.append(first + 30)
    page.grid((36, 116, 316, 396, 480) if not in_one_column else (36, 116, 316, 480), edges)
    return paper([page])


@pytest.mark.parametrize("in_one_column", [False, True])
def test_goods_merged_over_lines_of_tiers_in_a_pdf_are_one_offer(
    tmp_path: Path, *, in_one_column: bool
) -> None:
    offers, problems = load_bytes(tmp_path, tiered_pdf(in_one_column=in_one_column), "list.pdf")
    assert [offer.external_id for offer in offers] == [f"B-{number}" for number in range(5)]
    assert {tuple(tiers(offer)) for offer in offers} == {((100, "2.50"), (500, "2.20"), (1000, "2.00"))}
    assert problems == []


def test_tiers_listed_line_by_line_in_cells_of_a_sheet_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["SKU", "Product", "MOQ", "Price USD"])
    sheet.append(["A-1", "Steel bottle", "100\n500\n1000", "2.50\n2.20\n2.00"])
    sheet.append(["A-2", "Steel mug", "100 pcs\n500 pcs", "$3.50\n$3.20"])
    sheet.append(["A-3", "Lunch box", 250, 5.0])
    out = io.BytesIO()
    book.save(out)
    offers, problems = load_bytes(tmp_path, out.getvalue(), "list.xlsx")
    assert [tiers(offer) for offer in offers] == [
        [(100, "2.50"), (500, "2.20"), (1000, "2.00")],
        [(100, "3.50"), (500, "3.20")],
        [(250, "5")],
    ]
    assert offers[0].prices[2].origin.cell == "D2"
    assert [offer.moq.value.value for offer in offers if offer.moq] == [100, 100, 250]
    assert problems == []


def test_pairs_of_a_quantity_and_a_price_line_by_line_in_one_cell_are_tiers(tmp_path: Path) -> None:
    data = 'SKU;Product;Price USD\nA-1;Steel bottle;"100 1.20\n500 1.00"\nA-2;Mug;"100 pcs US$ 3.20\n500 pcs US$ 3.00"\n'
    offers, _ = load_bytes(tmp_path, data.encode(), "list.csv")
    assert [tiers(offer) for offer in offers] == [
        [(100, "1.20"), (500, "1.00")],
        [(100, "3.20"), (500, "3.00")],
    ]


def test_lines_of_other_things_stay_one_cell(tmp_path: Path) -> None:
    data = 'SKU;Product;Sizes;Price USD\nA-1;Steel bottle;"10\n20\n30";2.50\nA-2;Steel\nmug;"10\n20";3.50\n'
    offers, _ = load_bytes(tmp_path, data.replace("Steel\nmug", '"Steel\nmug"').encode(), "list.csv")
    assert [tiers(offer) for offer in offers] == [[(1, "2.50")], [(1, "3.50")]]
    assert offers[0].attributes[0].value == "10\n20\n30"
