"""Offers of one product are grouped with a reason, never merged; what the user says holds and is remembered."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.errors import InputError, NotFound
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

from .conftest import by_number, load, new_home


def others(dragoman: Dragoman, number: str) -> set[str]:
    """Article numbers of the other offers of its group."""
    found = dragoman.products.of(by_number(dragoman)[number])
    return {one.offer.external_id for one in found.members}


def test_offers_of_one_gtin_or_of_one_brand_and_number_are_grouped(dragoman: Dragoman) -> None:
    assert "S-1" in others(dragoman, "N-1")
    assert others(dragoman, "N-3") == {"S-2"}
    assert others(dragoman, "N-2") == {"S-3"}
    assert others(dragoman, "N-4") == set()


def test_two_articles_of_one_supplier_are_not_grouped_however_alike(dragoman: Dragoman) -> None:
    assert "N-2" not in others(dragoman, "N-1")


def test_a_member_tells_how_sure_it_is_and_why(dragoman: Dragoman) -> None:
    found = dragoman.products.of(by_number(dragoman)["N-1"])
    member = next(one for one in found.members if one.offer.external_id == "S-1")
    assert member.confidence >= 0.99
    assert "same GTIN: 04006381333931" in member.reasons


def test_what_the_user_splits_stays_apart_after_matching_anew(dragoman: Dragoman) -> None:
    ids = by_number(dragoman)
    dragoman.products.part(ids["N-1"], ids["S-1"])
    dragoman.match(anew=True)
    assert "S-1" not in others(dragoman, "N-1")
    parted = dragoman.products.of(ids["N-1"]).parted
    assert [one.offer.external_id for one in parted] == ["S-1"]


def test_what_the_user_joins_is_one_product_and_wholly_sure(dragoman: Dragoman) -> None:
    ids = by_number(dragoman)
    dragoman.products.join(ids["N-4"], ids["O-2"])
    member = dragoman.products.of(ids["N-4"]).members[0]
    assert (member.offer.external_id, member.confidence, member.decided) == ("O-2", 1.0, True)
    assert dragoman.products.decisions()[0].same is True


def test_joining_takes_back_a_split(dragoman: Dragoman) -> None:
    ids = by_number(dragoman)
    dragoman.products.part_from_group(ids["N-3"])
    assert others(dragoman, "N-3") == set()
    dragoman.products.join(ids["S-2"], ids["N-3"])
    assert others(dragoman, "N-3") == {"S-2"}


def test_what_was_said_can_be_taken_back(dragoman: Dragoman) -> None:
    ids = by_number(dragoman)
    dragoman.products.part(ids["N-3"], ids["S-2"])
    assert dragoman.products.forget(ids["S-2"], ids["N-3"]) is True
    assert others(dragoman, "N-3") == {"S-2"}


def test_what_the_user_said_outlives_a_reindex_and_a_new_edition_of_the_list(
    home: Path, lists: dict[str, Path]
) -> None:
    with open_dragoman(Settings(home=home)) as first:
        ids = by_number(first)
        first.products.part(ids["N-1"], ids["S-1"])
    text = lists["Sud Trading"].read_text(encoding="utf-8").replace("3.90", "3.70")
    lists["Sud Trading"].write_text(text, encoding="utf-8")
    with open_dragoman(Settings(home=home)) as again:
        load(again, lists["Sud Trading"])
        again.reindex()
        again.match()
        assert "S-1" not in others(again, "N-1")


def test_only_offers_that_changed_are_looked_at(dragoman: Dragoman, lists: dict[str, Path]) -> None:
    assert dragoman.match().offers == 0
    text = lists["Ost Import"].read_text(encoding="utf-8").replace("1.10", "1.20")
    lists["Ost Import"].write_text(text, encoding="utf-8")
    load(dragoman, lists["Ost Import"])
    assert dragoman.products.behind()
    report = dragoman.match()
    assert (report.offers, dragoman.products.behind()) == (1, False)
    assert others(dragoman, "N-3") == {"S-2"}


def test_groups_found_bit_by_bit_are_those_found_at_once(
    lists: dict[str, Path], dragoman: Dragoman, tmp_path: Path
) -> None:
    with open_dragoman(Settings(home=new_home(tmp_path / "bit-by-bit"))) as slowly:
        for path in reversed(lists.values()):
            load(slowly, path)
            slowly.match()
        for number in ("N-1", "N-2", "N-3", "N-4"):
            assert others(slowly, number) == others(dragoman, number)


def test_a_withdrawn_offer_leaves_its_group(dragoman: Dragoman, lists: dict[str, Path]) -> None:
    kept = [
        line for line in lists["Sud Trading"].read_text(encoding="utf-8").splitlines() if "S-2" not in line
    ]
    lists["Sud Trading"].write_text("\n".join(kept) + "\n", encoding="utf-8")
    load(dragoman, lists["Sud Trading"])
    dragoman.match()
    assert others(dragoman, "N-3") == set()


def withdraw(dragoman: Dragoman, lists: dict[str, Path], supplier: str, number: str) -> str:
    """The list as it was, after loading one without the article."""
    before = lists[supplier].read_text(encoding="utf-8")
    kept = [line for line in before.splitlines() if not line.startswith(f"{number},")]
    lists[supplier].write_text("\n".join(kept) + "\n", encoding="utf-8")
    load(dragoman, lists[supplier])
    return before


def test_a_withdrawn_offer_is_in_no_group_before_matching_runs_again(
    dragoman: Dragoman, lists: dict[str, Path]
) -> None:
    gone = by_number(dragoman)["S-2"]
    withdraw(dragoman, lists, "Sud Trading", "S-2")
    assert others(dragoman, "N-3") == set()
    assert dragoman.products.of(gone).group is None
    assert not any(
        gone in one.group.offer_ids
        for one in dragoman.folds(dragoman.search(SearchRequest(text="lunch box"))).values()
    )


def test_what_the_user_joined_outlives_withdrawal_and_comes_back_with_the_offer(
    dragoman: Dragoman, lists: dict[str, Path]
) -> None:
    ids = by_number(dragoman)
    dragoman.products.join(ids["N-4"], ids["S-3"])
    dragoman.products.join(ids["S-3"], ids["O-2"])
    before = withdraw(dragoman, lists, "Sud Trading", "S-3")
    dragoman.match()
    assert others(dragoman, "N-4") == {"O-2"}
    lists["Sud Trading"].write_text(before, encoding="utf-8")
    load(dragoman, lists["Sud Trading"])
    dragoman.match()
    assert {"O-2", "S-3"} <= others(dragoman, "N-4")


def test_a_split_that_is_against_joins_holds_and_what_it_overrules_is_told(
    dragoman: Dragoman, home: Path
) -> None:
    ids = by_number(dragoman)
    dragoman.products.join(ids["N-4"], ids["O-2"])
    dragoman.products.join(ids["O-2"], ids["S-2"])
    done = CliRunner().invoke(main, ["--home", str(home), "match", "split", ids["N-4"], ids["S-2"]])
    assert f"{ids['N-4']}" in done.output
    assert "no longer holds" in done.output
    assert "S-2" not in others(dragoman, "N-4")
    found = dragoman.products.of(ids["N-4"])
    assert [{one.ruling.left, one.ruling.right} for one in found.overruled] == [{ids["N-4"], ids["O-2"]}]
    assert dragoman.match().overruled == found.overruled
    dragoman.products.forget(ids["N-4"], ids["S-2"])
    assert dragoman.products.of(ids["N-4"]).overruled == ()
    assert {"O-2", "S-2"} <= others(dragoman, "N-4")


def test_a_later_word_is_later_whatever_the_clock_says(
    dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = by_number(dragoman)
    dragoman.products.join(ids["N-4"], ids["O-2"])
    before = dragoman.products.decisions()[0].made_at

    class Early(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Early:
            return cls(2020, 1, 1, tzinfo=tz)

    monkeypatch.setattr("dragoman.matching.products.datetime", Early)
    dragoman.products.part(ids["N-4"], ids["O-2"])
    assert dragoman.products.decisions()[0].made_at > before


def test_hits_of_one_product_fold_under_the_first_with_suppliers_and_lowest_price(dragoman: Dragoman) -> None:
    result = dragoman.search(SearchRequest(text="lunch box Lark", currency="EUR"))
    folds = dragoman.folds(result)
    ids = by_number(dragoman)
    group = folds[ids["N-3"]]
    assert (group.suppliers, set(group.group.offer_ids)) == (2, {ids["N-3"], ids["S-2"]})
    assert group.lowest is not None
    assert group.lowest.unit_price.money.amount == Decimal("5.1")
    assert group.shown_by in {ids["N-3"], ids["S-2"]}
    assert len(result.hits) == len({hit.offer.offer_id for hit in result.hits}) >= 2


def test_an_offer_is_not_joined_with_itself_or_with_nothing(dragoman: Dragoman) -> None:
    one = by_number(dragoman)["N-1"]
    with pytest.raises(InputError, match="two different offers"):
        dragoman.products.join(one, one)
    with pytest.raises(NotFound, match="no offer 'nothing'"):
        dragoman.products.part(one, "nothing")


def test_the_command_line_and_rest_say_the_same_of_a_product(dragoman: Dragoman, home: Path) -> None:
    ids = by_number(dragoman)
    client = TestClient(make_server(dragoman))

    def by_cli(*words: str) -> object:
        done = CliRunner().invoke(main, ["--home", str(home), "match", *words, "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    path = f"/api/offers/{ids['N-3']}/product"
    assert by_cli("show", ids["N-3"]) == client.get(path).json()
    split = client.post(f"{path}/split").json()
    assert (split["group"], [one["offer_id"] for one in split["parted"]]) == (None, [ids["S-2"]])
    assert by_cli("show", ids["N-3"]) == split
    joined = by_cli("join", ids["N-3"], ids["S-2"])
    assert joined == client.get(path).json()
    assert client.post(f"{path}/forget", params={"other": ids["S-2"]}).json() == by_cli("show", ids["N-3"])
    assert client.post("/api/match").json()["offers"] == 0
    assert client.get("/api/offers/none/product").status_code == 404


def test_a_hit_of_a_search_tells_its_group_in_json(dragoman: Dragoman) -> None:
    client = TestClient(make_server(dragoman))
    hits = client.get("/api/search", params={"q": "lunch box Lark", "currency": "EUR"}).json()["hits"]
    folded = [hit["same_product"] for hit in hits if hit["same_product"] is not None]
    assert len(folded) >= 2
    assert folded[0]["folded_under"] is None
    assert folded[1]["folded_under"] == hits[0]["offer_id"]
    assert folded[0]["lowest"] == {"amount": 5.1, "currency": "EUR", "per": "piece"}


def test_the_command_line_folds_hits_unless_told_not_to(dragoman: Dragoman, home: Path) -> None:
    words = ["--home", str(home), "search", "lunch box Lark", "--currency", "EUR"]
    folded = CliRunner().invoke(main, words).output
    assert "same product: 2 suppliers, 2 offers, from 5.1 EUR per piece" in " ".join(folded.split())
    assert ("N-3" in folded) != ("S-2" in folded)
    unfolded = CliRunner().invoke(main, [*words, "--no-fold"]).output
    assert "N-3" in unfolded
    assert "S-2" in unfolded


def test_the_command_line_refuses_too_few_offers(home: Path) -> None:
    done = CliRunner().invoke(main, ["--home", str(home), "match", "join", "one"])
    assert done.exit_code == 2
    assert "expected 2 offer ids after 'join', got 1" in done.stderr
