"""The table of Incoterms 2020 keeps what the rules have in common."""

from itertools import pairwise

import pytest

from dragoman.model import INCOTERMS, Incoterm
from dragoman.ports import LEGS
from dragoman.trade.incoterms import RULES


def test_every_incoterm_has_its_rule() -> None:
    assert set(RULES) == set(INCOTERMS)


@pytest.mark.parametrize(
    "ladder",
    [
        ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU"),
        ("EXW", "FAS", "FOB", "CFR", "CIF", "DAP", "DDP"),
    ],
)
def test_the_seller_pays_more_with_each_step_up_the_ladder(ladder: tuple[Incoterm, ...]) -> None:
    for lower, higher in pairwise(ladder):
        assert RULES[lower].seller_pays < RULES[higher].seller_pays


def test_the_four_sea_rules_are_for_ships_only() -> None:
    assert {code for code, rule in RULES.items() if rule.modes == ("sea",)} == {"FAS", "FOB", "CFR", "CIF"}


def test_only_ddp_leaves_duties_to_the_seller() -> None:
    assert [code for code, rule in RULES.items() if rule.seller_pays_duty] == ["DDP"]


def test_only_cif_and_cip_oblige_the_seller_to_insure() -> None:
    assert {code for code, rule in RULES.items() if rule.obliged_to_insure} == {"CIF", "CIP"}


def test_with_ex_works_the_buyer_pays_every_leg() -> None:
    assert RULES["EXW"].by_buyer == LEGS


def test_no_leg_is_both_paid_and_open() -> None:
    assert all(not rule.seller_pays & rule.depends for rule in RULES.values())


def test_under_the_c_rules_risk_passes_long_before_the_carriage_ends() -> None:
    for code in ("CFR", "CIF", "CPT", "CIP"):
        rule = RULES[code]
        assert rule.payer("main_carriage") == "seller"
        assert "destination" not in rule.risk_passes
