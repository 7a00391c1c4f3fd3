"""An offer without an HS code is reckoned with the likely ones, and says so; a code that is given settles it."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.bars_5.landed_case import DAY, duty, priced, shown

from dragoman.model import Offer
from dragoman.ports import DutyMeasure
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import quantity, sourced
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, LandedTerms, LikelyCode

BOTH = (duty("961700", "6.7%", into="DE"), duty("732393", "3.2%", into="DE"))
LIKELY = (LikelyCode(code="961700", probability=0.6), LikelyCode(code="732393", probability=0.3))


def _cost(
    given: Offer,
    *,
    duties: tuple[DutyMeasure, ...] = BOTH,
    likely: tuple[LikelyCode, ...] = LIKELY,
    hs: tuple[str, ...] = (),
    doubt: str = "",
) -> LandedCost:
    terms = LandedTerms(
        destination="DE", on=DAY, quantity=quantity("1 piece"), incoterm="CIF", made_in="CN", hs_codes=hs
    )
    return landed_cost(
        LandedRequest.of(given, terms, likely_codes=likely, code_doubt=doubt),
        rates=LandedRates(
            exchange=RateTable((), name="none"),
            duties=DutyTable(duties),
            taxes=TaxTable(),
            freight=FreightTable([]),
        ),
    )


def _without_code() -> Offer:
    return replace(priced("1000 EUR"), hs_code=None)


def test_the_duty_of_likely_codes_is_an_interval_with_the_likeliest_s_in_it() -> None:
    line = _cost(_without_code()).line("duty")
    assert line.amount is not None
    assert [f"{end.amount:.2f}" for end in (line.amount.low, line.amount.likely, line.amount.high)] == [
        "32.00",
        "67.00",
        "67.00",
    ]


def test_the_guess_is_said_with_its_confidence_and_how_to_settle_it() -> None:
    cost = _cost(_without_code())
    said = [text for text in cost.assumptions if "guessed" in text]
    assert said == [
        "No HS code is given; it is guessed from the offer's texts: 9617.00 (60%), 7323.93 (30%), together 90%. "
        "--hs CODE settles it."
    ]
    assert any("Which HS code have the goods?" in question.text for question in cost.questions)
    assert cost.hs_codes == ("961700", "732393")


def test_a_given_code_settles_it() -> None:
    cost = _cost(_without_code(), hs=("732393",))
    assert shown(cost.line("duty").shown()) == "32.00"
    assert not any("guessed" in text for text in cost.assumptions)


def test_the_supplier_s_own_code_is_reckoned_with_and_the_doubt_asked() -> None:
    given = replace(priced("1000 EUR"), hs_code=sourced("7323.93", "H2"))
    cost = _cost(given, doubt="the supplier's code 7323.93 does not fit the texts")
    assert shown(cost.line("duty").shown()) == "32.00"
    assert any("does not fit the texts" in question.text for question in cost.questions)


def test_a_less_likely_code_without_a_rate_is_asked_for_and_the_duty_is_not_known_in_full() -> None:
    cost = _cost(_without_code(), duties=BOTH[:1])
    line = cost.line("duty")
    assert line.amount is not None
    ends = (line.amount.low, line.amount.likely, line.amount.high)
    assert [f"{end.amount:.2f}" for end in ends] == ["0.00", "67.00", "67.00"]
    assert (line.complete, cost.complete) == (False, False)
    assert "without the duty of 732393, which is not known" in line.reason
    assert not cost.line("VAT").complete  # it is taxed too
    assert any("the goods may be in 732393" in question.text for question in cost.questions)


def test_one_of_several_given_codes_without_a_rate_leaves_the_duty_open() -> None:
    cost = _cost(_without_code(), duties=BOTH[:1], hs=("961700", "732393"))
    assert cost.line("duty").amount is None
    assert not cost.complete


def test_the_likeliest_code_without_a_rate_leaves_the_duty_open() -> None:
    cost = _cost(_without_code(), duties=BOTH[1:])
    assert cost.line("duty").amount is None
    assert not cost.complete
