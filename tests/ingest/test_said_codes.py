"""A code that the user says an offer has holds in every load, until it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dragoman.ingest.said_codes import SaidCodes, with_said, without_said
from dragoman.testing.offers import offer, sourced


def test_what_was_said_last_holds_and_is_there_for_another_process(tmp_path: Path) -> None:
    codes = SaidCodes(tmp_path / "home" / "hs-codes.jsonl")
    assert codes.of("o1") is None
    codes.say("o1", "732393")
    codes.say("o1", "961700")
    codes.say("o2", "85171300")
    found = SaidCodes(tmp_path / "home" / "hs-codes.jsonl").now()
    assert {one.offer_id: one.code for one in found.values()} == {"o1": "961700", "o2": "85171300"}


def test_taking_back_leaves_the_others(tmp_path: Path) -> None:
    codes = SaidCodes(tmp_path / "hs-codes.jsonl")
    codes.say("o1", "732393")
    codes.say("o2", "961700")
    assert codes.forget("o1")
    assert not codes.forget("o1")
    assert list(codes.now()) == ["o2"]


def test_a_line_that_was_cut_off_is_passed_over_and_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "hs-codes.jsonl"
    codes = SaidCodes(path)
    codes.say("o1", "732393")
    with path.open("a") as file:
        file.write('[1]\n{"offer": "o9"}\n{"offer": "o2", "code": "96')
    codes.say("o3", "961700")
    assert list(codes.now()) == ["o1", "o3"]


def test_the_supplier_s_code_stays_beside_the_user_s_and_comes_back(tmp_path: Path) -> None:
    said = SaidCodes(tmp_path / "hs-codes.jsonl").say("o1", "732393")
    given = replace(offer("Mug"), hs_code=sourced("691110", "H2"))
    given = replace(given, hs_code=replace(given.hs_code, raw="6911.10")) if given.hs_code else given
    now = with_said(given, said)
    assert now.hs_code is not None
    assert (now.hs_code.value, now.hs_code.raw) == ("732393", "6911.10")
    assert now.hs_code.note == f"said by the user on {said.said_at.date()}; the supplier's: 6911.10"
    assert with_said(now, said) == now
    assert without_said(now) == given
    assert without_said(given) == given


def test_an_offer_without_a_code_gets_one_with_its_place_and_loses_it_again(tmp_path: Path) -> None:
    said = SaidCodes(tmp_path / "hs-codes.jsonl").say("o1", "732393")
    bare = replace(offer("Mug"), hs_code=None)
    now = with_said(bare, said)
    assert now.hs_code is not None
    assert now.hs_code.origin == bare.origin
    assert without_said(now) == bare
