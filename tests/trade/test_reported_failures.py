"""What users of other tools reported, as tests of landed cost: mistakes that cost importers money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from benchmarks.bars_5.landed_case import (
    amounts,
    card,
    charge,
    duty,
    flat,
    landed,
    priced,
    rate,
    shown,
)

from dragoman.errors import Incomparable
from dragoman.model import Delivery, Incoterm, Offer
from dragoman.testing.offers import offer, quantity, sourced, tier
from dragoman.trade.incoterms import RULES

FREE_DE = [duty("732393", "Free", into="DE")]
YEN = [rate("EUR", "JPY", "172.40"), rate("EUR", "USD", "1.16")]


def asked(text: str, given: Offer) -> str | None:
    """What the goods cost."""
    return amounts(landed(given, "DE", incoterm="CIF", many=text, duties=FREE_DE))["goods"]


# --------------------------------------------------------------------------------- currencies


def test_a_million_yen_is_not_a_million_dollars() -> None:
    in_yen = landed("1000000 JPY", "DE", incoterm="CIF", duties=FREE_DE, exchange=YEN)
    in_dollars = landed("1000000 USD", "DE", incoterm="CIF", duties=FREE_DE, exchange=YEN)
    assert shown(in_yen.line("goods").shown()) == "5800.46"
    assert shown(in_dollars.line("goods").shown()) == "862068.97"


def test_a_missing_exchange_rate_is_asked_for_and_never_one() -> None:
    cost = landed("1000 KES", "DE", incoterm="CIF", duties=FREE_DE)
    assert cost.currency == "KES"
    assert not cost.complete
    assert cost.line("import").amount is None
    assert any("no KES->EUR rate" in question.text for question in cost.questions)


def test_a_freight_card_without_an_exchange_rate_leaves_its_line_open() -> None:
    cost = landed("1000 EUR", "DE", incoterm="FOB", duties=FREE_DE, cards=[flat("500 HKD", "main_carriage")])
    assert cost.line("main_carriage").amount is None
    assert any("no HKD->EUR rate" in question.text for question in cost.questions)
    assert not cost.complete
    assert not cost.line("VAT").complete


def test_the_cheaper_bid_is_not_the_one_with_the_smaller_number() -> None:
    yuan = landed("95 CNY", "DE", incoterm="CIF", duties=FREE_DE, exchange=[rate("EUR", "CNY", "8.25")])
    euros = landed("12 EUR", "DE", incoterm="CIF", duties=FREE_DE)
    assert yuan.exact.likely < euros.exact.likely


# --------------------------------------------------------------------------------- units


def test_a_price_per_hundred_is_not_a_price_per_piece() -> None:
    per_hundred = replace(priced("1 EUR"), prices=(tier("180", "EUR", per="100 piece"),))
    assert asked("50 piece", per_hundred) == "90.00"
    assert asked("50 piece", priced("180 EUR")) == "9000.00"


@pytest.mark.parametrize(
    ("many", "cartons", "goods"),
    [
        ("24 piece", 1, "48.00"),
        ("25 piece", 2, "96.00"),
        ("23 piece", 1, "48.00"),
        ("100 piece", 5, "240.00"),
    ],
)
def test_an_odd_quantity_of_a_carton_price_buys_whole_cartons(many: str, cartons: int, goods: str) -> None:
    given = offer(
        "Cups", tier("48", "EUR", start="1 carton", per="1 carton"), pack=("carton", "24 piece"), country="CN"
    )
    cost = landed(given, "DE", incoterm="CIF", many=many, made_in="CN", duties=FREE_DE)
    assert cost.quantity == quantity(f"{cartons * 24} piece")
    assert shown(cost.line("goods").shown()) == goods


def test_a_carton_of_unknown_contents_is_not_taken_for_a_piece() -> None:
    given = offer("Cups", tier("48", "EUR", start="1 carton", per="1 carton"), country="CN")
    cost = landed(given, "DE", incoterm="CIF", many="100 piece", made_in="CN", duties=FREE_DE)
    assert cost.quantity == quantity("1 carton")
    assert any("cannot be counted in cartons" in warning for warning in cost.warnings)


def test_a_duty_per_kilogram_without_a_weight_is_asked_for() -> None:
    cost = landed("1000 EUR", "DE", incoterm="CIF", duties=[duty("732393", "15 EUR / 100 kg", into="DE")])
    assert cost.line("duty").amount is None
    assert any("How many kg (net) is the order?" in question.text for question in cost.questions)


def test_a_duty_per_piece_does_not_count_kilograms() -> None:
    by_weight = replace(priced("1 EUR"), prices=(tier("3", "EUR", start="1 kg", per="1 kg"),))
    cost = landed(
        by_weight, "DE", incoterm="CIF", many="50 kg", duties=[duty("732393", "0.30 EUR / NAR", into="DE")]
    )
    assert cost.line("duty").amount is None
    assert any("How many pieces" in question.text for question in cost.questions)


def test_grams_a_piece_are_weighed_as_kilograms() -> None:
    cost = landed(
        priced("1 EUR", weight="250 g"),
        "DE",
        incoterm="CIF",
        many="1000 piece",
        duties=[duty("732393", "15 EUR / 100 kg", into="DE")],
    )
    assert shown(cost.line("duty").shown()) == "37.50"


# --------------------------------------------------------------------------------- tiers and minimum


TIERS = offer(
    "Bolts",
    tier("2.00", "EUR", start="1 piece", cell="C2"),
    tier("1.80", "EUR", start="100 piece", cell="D2"),
    tier("1.50", "EUR", start="500 piece", cell="E2"),
    country="CN",
    made_in="CN",
)


@pytest.mark.parametrize(
    ("many", "goods"),
    [
        ("99 piece", "198.00"),
        ("100 piece", "180.00"),
        ("101 piece", "181.80"),
        ("499 piece", "898.20"),
        ("500 piece", "750.00"),
        ("501 piece", "751.50"),
    ],
)
def test_a_tier_begins_at_its_boundary_and_not_beside_it(many: str, goods: str) -> None:
    assert asked(many, TIERS) == goods


def test_a_minimum_above_the_quantity_is_what_is_paid_and_said() -> None:
    given = replace(TIERS, moq=offer(moq="200 piece").moq)
    cost = landed(given, "DE", incoterm="CIF", many="50 piece", duties=FREE_DE)
    assert cost.quantity == quantity("200 piece")
    assert shown(cost.line("goods").shown()) == "360.00"
    assert any("MOQ is 200 pieces" in warning for warning in cost.warnings)


def test_an_offer_without_a_price_is_refused_and_not_free() -> None:
    with pytest.raises(Incomparable, match="has no price; ask"):
        landed(offer("Bolts", country="CN"), "DE", incoterm="CIF", duties=FREE_DE)


def test_a_price_range_is_an_interval() -> None:
    given = replace(priced("1 EUR"), prices=(tier("2.10", "EUR", high="2.40"),))
    cost = landed(given, "DE", incoterm="CIF", many="100 piece", duties=FREE_DE)
    assert shown(cost.line("goods").shown()) == "210.00 / 240.00 / 240.00"
    assert shown(cost.total) == "249.90 / 285.60 / 285.60"


# --------------------------------------------------------------------------------- Incoterms


CARDS = [
    flat("60 EUR", "pre_carriage"),
    flat("40 EUR", "export_clearance"),
    flat("80 EUR", "origin_handling"),
    flat("900 EUR", "main_carriage"),
    flat("120 EUR", "destination_handling"),
    flat("90 EUR", "import_clearance"),
    flat("250 EUR", "on_carriage"),
]
SIX = [duty("732393", "6%", into="DE")]


def at_door(incoterm: Incoterm, price: str = "10000 EUR") -> Decimal:
    cost = landed(price, "DE", incoterm=incoterm, mode="sea", duties=SIX, cards=CARDS)
    assert cost.complete
    return cost.total.likely.amount


def test_ex_works_is_not_cheaper_than_delivered_because_its_price_is_lower() -> None:
    assert at_door("EXW", "9000 EUR") > at_door("DDP", "12000 EUR")


def test_at_the_same_price_a_term_that_leaves_less_to_the_buyer_costs_less() -> None:
    order: list[Incoterm] = ["EXW", "FAS", "FOB", "CFR", "DAP", "DDP"]
    costs = [at_door(incoterm) for incoterm in order]
    assert costs == sorted(costs, reverse=True)
    assert len(set(costs)) == len(costs)


def test_every_leg_is_paid_once_by_whoever_the_rule_names() -> None:
    for incoterm, rule in RULES.items():
        cost = landed("10000 EUR", "DE", incoterm=incoterm, mode="sea", duties=SIX, cards=CARDS)
        paid = {leg for line in cost.lines for leg in line.key.split("+")} & {
            leg for one in CARDS for leg in one.legs
        }
        assert paid == {leg for one in CARDS for leg in one.legs} - rule.seller_pays


def test_an_offer_without_an_incoterm_is_taken_as_ex_works_and_asked_about() -> None:
    cost = landed("10000 EUR", "DE", mode="sea", duties=SIX, cards=CARDS)
    assert cost.incoterm == "EXW"
    assert any("Which Incoterm" in question.text for question in cost.questions)
    assert any("taken as EXW" in assumption for assumption in cost.assumptions)


def test_the_asked_incoterm_wins_over_that_of_the_offer() -> None:
    given = priced("10000 EUR", incoterm="EXW")
    assert landed(given, "DE", mode="sea", duties=SIX, cards=CARDS).incoterm == "EXW"
    assert landed(given, "DE", incoterm="CIF", duties=SIX, cards=CARDS).incoterm == "CIF"


def test_delivered_duty_paid_from_next_door_bears_the_same_tax_as_any_other_price_there() -> None:
    """Within a customs territory nobody pays import tax: without its line the offer looked a fifth cheaper."""
    given = priced("1000 EUR", made_in="DE")
    delivered = landed(given, "DE", incoterm="DDP", ship_from="DE")
    collected = landed(given, "DE", incoterm="EXW", ship_from="DE", cards=[flat("0 EUR", "main_carriage")])
    assert shown(delivered.line("VAT").shown()) == shown(collected.line("VAT").shown()) == "190.00"


def test_delivered_duty_paid_nothing_is_open_even_where_no_rules_are_known() -> None:
    cost = landed("1000 USD", "BR", incoterm="DDP", else_free=False)
    assert cost.complete
    assert amounts(cost) == {"goods": "1000.00", "total": "1000.00"}


def test_fob_by_air_is_warned_about() -> None:
    cost = landed("10000 EUR", "DE", incoterm="FOB", mode="air", duties=SIX, cards=CARDS)
    assert any("rule for ships" in warning for warning in cost.warnings)


# --------------------------------------------------------------------------------- what is missing


def test_a_missing_duty_is_asked_for_and_never_zero() -> None:
    cost = landed("1000 EUR", "DE", incoterm="CIF", hs=["961700"])
    assert cost.line("duty").amount is None
    assert not cost.complete
    assert any(
        question.text.startswith("no duty rate for 9617.00 from CN into DE")
        and "rates import" in question.text
        for question in cost.questions
    )


def test_tax_on_an_unknown_duty_says_that_it_is_at_least_so_much() -> None:
    line = landed("1000 EUR", "DE", incoterm="CIF", hs=["961700"]).line("VAT")
    assert shown(line.shown()) == "190.00"
    assert not line.complete
    assert "without the duty" in line.reason


def test_a_destination_without_rules_is_asked_for_and_never_free() -> None:
    cost = landed("1000 USD", "BR", incoterm="CIF", hs=["961700"], else_free=False)
    assert cost.line("import").amount is None
    assert any("no import rules and taxes for BR" in question.text for question in cost.questions)
    assert any(
        "no duty rate for 9617.00 from CN into BR" in question.text and "rates import" in question.text
        for question in cost.questions
    )


def test_a_missing_freight_rate_is_asked_for_and_never_zero() -> None:
    cost = landed("1000 EUR", "DE", incoterm="FOB", duties=SIX, else_free=False)
    assert cost.line("main_carriage").amount is None
    assert any(
        "What does main carriage cost, CN to DE by sea?" in question.text for question in cost.questions
    )
    assert not cost.complete


def test_a_missing_hs_code_is_asked_for() -> None:
    cost = landed("1000 EUR", "DE", incoterm="CIF", hs=[], duties=SIX)
    assert cost.line("duty").amount is None
    assert any("Which HS code" in question.text for question in cost.questions)


def test_an_unknown_country_of_origin_is_assumed_aloud() -> None:
    cost = landed(priced("1000 EUR", made_in=None), "DE", incoterm="CIF", duties=SIX)
    assert any("CN, the supplier's, is reckoned with" in assumption for assumption in cost.assumptions)
    assert any("In which country are the goods made?" in question.text for question in cost.questions)


def test_of_the_suppliers_own_code_only_the_shared_digits_count() -> None:
    given = priced("1000 EUR", hs="7323930090")
    cost = landed(given, "DE", incoterm="CIF", hs=[], duties=SIX)
    assert cost.hs_codes == ("732393",)
    assert shown(cost.line("duty").shown()) == "60.00"
    assert any("first six digits" in assumption for assumption in cost.assumptions)


def test_a_rate_that_cannot_be_read_is_asked_about_and_never_zero() -> None:
    cost = landed("1000 EUR", "DE", incoterm="CIF", duties=[duty("732393", "9 % + EA", into="DE")])
    assert cost.line("duty").amount is None
    assert any("9 % + EA" in question.text for question in cost.questions)


# --------------------------------------------------------------------------------- what is uncertain


def test_a_code_that_may_be_several_lines_is_an_interval_and_a_question() -> None:
    duties = [duty("73239310", "2%", into="DE"), duty("73239390", "5%", into="DE")]
    cost = landed("1000 EUR", "DE", incoterm="CIF", duties=duties)
    assert shown(cost.line("duty").shown()) == "20.00 / 50.00 / 50.00"
    assert shown(cost.line("VAT").shown()) == "193.80 / 199.50 / 199.50"
    assert any("Which tariff line is it: 73239390 (5%), 73239310 (2%)" in q.text for q in cost.questions)


def test_of_several_possible_codes_the_first_is_the_likeliest() -> None:
    duties = [duty("732393", "2%", into="DE"), duty("961700", "6.7%", into="DE")]
    cost = landed("1000 EUR", "DE", incoterm="CIF", hs=["732393", "961700"], duties=duties)
    assert shown(cost.line("duty").shown()) == "20.00 / 20.00 / 67.00"


def test_a_duty_that_depends_on_the_producer_is_an_interval_and_a_question() -> None:
    duties = [
        duty("691110", "12%", into="DE"),
        duty("691110", "17.9%", into="DE", kind="additional", origins=["CN"], variant="B349", label="AD"),
        duty("691110", "36.1%", into="DE", kind="additional", origins=["CN"], variant="B999", label="AD"),
    ]
    cost = landed("1000 EUR", "DE", incoterm="CIF", hs=["691110"], duties=duties)
    assert shown(cost.line("additional_duty").shown()) == "179.00 / 361.00 / 361.00"
    assert any("B349, B999" in question.text for question in cost.questions)


def test_a_preference_that_could_be_claimed_is_asked_about() -> None:
    duties = [
        duty("732393", "6%", into="DE"),
        duty(
            "732393",
            "0%",
            into="DE",
            kind="preferential",
            origins=["KR"],
            condition="proof of preferential origin",
        ),
    ]
    cost = landed(priced("1000 EUR", made_in="KR"), "DE", incoterm="CIF", duties=duties)
    assert shown(cost.line("duty").shown()) == "60.00"
    assert any("proof of preferential origin? The duty would be free" in q.text for q in cost.questions)


def test_a_quota_rate_is_noted_and_not_reckoned_with() -> None:
    duties = [
        duty("732393", "6%", into="DE"),
        duty("732393", "1%", into="DE", kind="quota", quota="09.0123", condition="within the quota"),
    ]
    cost = landed("1000 EUR", "DE", incoterm="CIF", preference=True, duties=duties)
    assert shown(cost.line("duty").shown()) == "60.00"
    assert any("09.0123" in question.text for question in cost.questions)


def test_an_estimated_weight_makes_the_freight_an_interval_with_its_reason() -> None:
    cost = landed(
        priced("10 EUR", weight="1 kg"),
        "DE",
        incoterm="FOB",
        many="100 piece",
        duties=FREE_DE,
        cards=[card("EUR", "main_carriage", charges=[charge("kg", "2")])],
    )
    line = cost.line("main_carriage")
    assert shown(line.shown()) == "200.00 / 220.00 / 250.00"
    assert "packed weight is not given" in line.reason
    assert any(one.origin is not None for one in line.inputs)


def test_an_estimated_volume_makes_it_one_too() -> None:
    cost = landed(
        "10 EUR",
        "DE",
        incoterm="FOB",
        many="100 piece",
        gross_kg="2",
        duties=FREE_DE,
        cards=[card("EUR", "main_carriage", charges=[charge("m3", "100")])],
    )
    line = cost.line("main_carriage")
    assert shown(line.shown()) == "40.00 / 100.00 / 200.00"
    assert "volume is not given" in line.reason


def test_freight_by_weight_without_any_weight_is_asked_about() -> None:
    cost = landed(
        "10 EUR",
        "DE",
        incoterm="FOB",
        duties=FREE_DE,
        cards=[card("EUR", "main_carriage", charges=[charge("kg", "2")])],
    )
    assert cost.line("main_carriage").amount is None
    assert any("What does one piece weigh, packed?" in question.text for question in cost.questions)


PER_KG = card("EUR", "main_carriage", charges=[charge("kg", "2")])


@pytest.mark.parametrize(
    ("price", "many", "weight", "of_one"),
    [
        pytest.param("4.50 L", "1000 L", "4.8 kg", "one L", id="oil by the litre, in cans of 5 L"),
        pytest.param("0.50 m", "500 m", "12 kg", "one m", id="cable by the metre, on reels"),
        pytest.param("48 carton", "10 carton", "350 g", "one carton", id="cartons of unknown contents"),
    ],
)
def test_the_weight_of_one_piece_is_not_that_of_a_litre_a_metre_or_a_carton(
    price: str, many: str, weight: str, of_one: str
) -> None:
    amount, unit = price.split()
    given = replace(
        priced("1 EUR", weight=weight), prices=(tier(amount, "EUR", start=f"1 {unit}", per=f"1 {unit}"),)
    )
    cost = landed(given, "DE", incoterm="FOB", many=many, duties=FREE_DE, cards=[PER_KG])
    assert cost.line("main_carriage").amount is None
    assert any(f"What does {of_one} weigh, packed?" in question.text for question in cost.questions)
    told = landed(given, "DE", incoterm="FOB", many=many, duties=FREE_DE, cards=[PER_KG], gross_kg="2")
    assert told.line("main_carriage").amount is not None


def test_carriage_by_the_piece_does_not_count_kilograms() -> None:
    by_weight = replace(priced("1 EUR"), prices=(tier("3", "EUR", start="1 kg", per="1 kg"),))
    per_piece = card("EUR", "main_carriage", charges=[charge("piece", "0.2")])
    cost = landed(by_weight, "DE", incoterm="FOB", many="700 kg", duties=FREE_DE, cards=[per_piece])
    assert cost.line("main_carriage").amount is None
    assert any("How many pieces is the order?" in question.text for question in cost.questions)


def test_an_exchange_rate_that_may_move_makes_an_interval() -> None:
    cost = landed(
        "1160 USD", "DE", incoterm="CIF", duties=FREE_DE, exchange=[rate("USD", "EUR", "0.9")], margin="0.05"
    )
    assert shown(cost.line("goods").shown()) == "991.80 / 1044.00 / 1096.20"


def test_a_price_about_the_limit_of_relief_may_or_may_not_be_free() -> None:
    given = replace(priced("1 EUR"), prices=(tier("140", "EUR", high="160"),))
    cost = landed(given, "DE", incoterm="CIF", duties=SIX, on=date(2026, 6, 1))
    assert shown(cost.line("duty").shown()) == "0.00 / 9.60 / 9.60"
    assert "may be free" in cost.line("duty").reason


def test_a_value_about_the_bound_of_a_fee_may_or_may_not_bear_it() -> None:
    """Of the likeliest value alone it was told whether the fee is asked for, as if the value were sure."""
    given = replace(priced("1 USD"), prices=(tier("2310", "USD", high="2640"),))
    cost = landed(given, "US", incoterm="FOB", mode="air", duties=[duty("732393", "2%", into="US")])
    assert shown(cost.line("MPF").shown()) == "0.00 / 33.58 / 33.58"
    assert shown(cost.line("MPF, informal entry").shown()) == "0.00 / 0.00 / 2.69"
    assert "above 2500.00 USD" in cost.line("MPF").reason
    assert shown(cost.total) == "2356.20 / 2726.38 / 2729.07"


def test_a_value_that_a_moving_rate_may_lift_over_the_bound_of_a_fee_may_bear_it() -> None:
    cost = landed(
        "17000 CNY",
        "US",
        incoterm="FOB",
        mode="air",
        duties=[duty("732393", "Free", into="US")],
        exchange=[rate("CNY", "USD", "0.145")],
        margin="0.05",
    )
    assert shown(cost.line("MPF").shown()) == "0.00 / 0.00 / 33.58"


def test_a_note_on_small_consignments_is_for_small_ones() -> None:
    small, large = (landed(price, "DE", incoterm="CIF", duties=SIX) for price in ("150 EUR", "150.01 EUR"))
    assert any("2026/382" in warning for warning in small.warnings)
    assert not any("2026/382" in warning for warning in large.warnings)


def test_what_is_free_of_duty_is_free_also_where_no_tariff_is_imported() -> None:
    cost = landed("100 GBP", "GB", incoterm="CIF")
    assert shown(cost.line("duty").shown()) == "0.00"
    assert cost.complete
    assert "135.00 GBP" in cost.line("duty").reason


def test_a_limit_that_no_rate_converts_is_asked_about() -> None:
    """The limit of relief is in euros, the price in zlotys: without a rate the reckoning broke off."""
    duties = [duty("732393", "6%", into="PL")]
    cost = landed("100 PLN", "PL", incoterm="CIF", duties=duties, on=date(2026, 6, 1))
    assert shown(cost.line("duty").shown()) == "0.00 / 6.00 / 6.00"
    assert any("at most 150.00 EUR" in question.text for question in cost.questions)


def test_carriage_shown_apart_that_no_rate_converts_is_asked_about() -> None:
    duties = [duty("732393", "6%", into="US")]
    cost = landed("1000 USD", "US", incoterm="CIF", duties=duties, shown_apart="100 KES")
    assert shown(cost.line("customs_value").shown()) == "1000.00"
    assert any("no KES->USD rate" in question.text for question in cost.questions)


def test_weight_breaks_hold_from_their_weight_on() -> None:
    breaks = [
        charge("kg", "5.00", minimum="60"),
        charge("kg", "4.00", from_quantity="45"),
        charge("kg", "3.00", from_quantity="100"),
    ]

    def freight(kg: str) -> str | None:
        cost = landed(
            "10 EUR",
            "DE",
            incoterm="FCA",
            mode="air",
            gross_kg=kg,
            duties=FREE_DE,
            cards=[card("EUR", "main_carriage", charges=breaks, mode="air")],
        )
        return shown(cost.line("main_carriage").shown())

    assert [freight(kg) for kg in ("5", "44", "45", "99", "100")] == [
        "60.00",
        "220.00",
        "180.00",
        "396.00",
        "300.00",
    ]


def test_a_card_for_several_legs_is_not_paid_on_top_of_cards_for_each() -> None:
    door_to_door = flat(
        "1500 EUR",
        "pre_carriage",
        "export_clearance",
        "origin_handling",
        "main_carriage",
        "destination_handling",
        "on_carriage",
    )
    cost = landed("1000 EUR", "DE", incoterm="EXW", mode="sea", duties=FREE_DE, cards=[*CARDS, door_to_door])
    keys = [line.key for line in cost.lines]
    assert "main_carriage" not in keys
    assert any(key.startswith("pre_carriage+") for key in keys)
    assert "import_clearance" in keys


def test_a_price_delivered_to_another_country_is_not_one_at_the_buyers_door() -> None:
    def delivered(incoterm: Incoterm, country: str) -> Offer:
        return replace(
            priced("1000 EUR"),
            delivery=sourced(Delivery(incoterm=incoterm, place="there", country=country), "G2"),
        )

    ddp_london = landed(
        delivered("DDP", "GB"), "DE", duties=[duty("732393", "10%", into="DE")], else_free=False
    )
    assert not ddp_london.complete
    assert ddp_london.incoterm == "EXW"
    assert ddp_london.ship_from == "GB"
    assert amounts(ddp_london)["duty"] == "100.00"
    assert any("not in DE" in question.text for question in ddp_london.questions)
    at_the_door = landed(delivered("DDP", "DE"), "DE", else_free=False)
    assert (at_the_door.complete, amounts(at_the_door)["total"]) == (True, "1000.00")
    rotterdam = landed(delivered("CIF", "NL"), "DE", duties=[duty("732393", "10%", into="DE")])
    assert rotterdam.incoterm == "CIF"
