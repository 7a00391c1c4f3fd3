"""Offers without an HS code are put in order by the codes that goods of their kind have, and the guess is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.bars_5.landed_case import DAY, duty, flat

from dragoman.classify.by_kind import by_kind
from dragoman.classify.evidence import evidence
from dragoman.classify.goods import Goods as Described
from dragoman.classify.meaning import Meanings
from dragoman.classify.weighing import COVERED
from dragoman.language.hashing import HashingEncoder
from dragoman.model import Offer
from dragoman.order_terms import TermColumns
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import offer, quantity, sourced, tier
from dragoman.trade.bulk.reckon import Reckoner
from dragoman.trade.bulk.terms import order_terms
from dragoman.trade.guessed import guessed_codes
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRates, LandedRequest, LandedTerms
from dragoman.vocabulary import hs
from dragoman.vocabulary.hs import codes_of_kinds, vague_kinds

RATES = LandedRates(
    exchange=RateTable((), name="none"),
    duties=DutyTable(
        (
            duty("732393", "3.2%", into="DE"),
            duty("761510", "6%", into="DE"),
            duty("847160", "0%", into="DE"),
            *(duty(code, "2.7%", into="DE") for code in codes_of_kinds()["motherboard"][:1]),
            *(duty(code, "9%", into="DE") for code in codes_of_kinds()["motherboard"][1:]),
        )
    ),
    taxes=TaxTable(),
    freight=FreightTable([flat("1 EUR", "destination_handling", "import_clearance", "on_carriage")]),
)
TERMS = LandedTerms(
    destination="DE", on=DAY, quantity=quantity("10 piece"), incoterm="CIF", made_in="CN", ship_from="CN"
)


def _without_code(title: str) -> Offer:
    return replace(offer(title, tier("100", "EUR")), hs_code=None)


@pytest.mark.parametrize(
    ("title", "language", "code"),
    [
        ("Kavo wireless mouse 2.4 GHz", "en", "847160"),
        ("laptop 14 inch", "en", "847130"),
        ("Wasserkocher 1,7 l", "de", "851679"),
        ("蓝牙耳机", "zh", "851830"),
    ],
)
def test_the_kind_that_a_title_names_gives_its_codes(title: str, language: str, code: str) -> None:
    found = by_kind(title, "", language)
    assert found[0].code == code
    assert sum(one.probability for one in found) == pytest.approx(float(COVERED))
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


def test_the_category_tells_where_the_title_does_not() -> None:
    assert by_kind("Zorx Q-400", "Laptops", "en")[0].code == "847130"


@pytest.mark.parametrize("title", ["Zorx mounting kit", "spare part 4711", "accessory", "Zorx Q-400"])
def test_a_vague_kind_or_none_is_no_reason_for_a_guess(title: str) -> None:
    assert by_kind(title, "", "en") == ()


def test_vague_kinds_are_kinds_with_codes_and_others_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"accessory", "kit", "installation_kit", "spare_part"} <= vague_kinds() <= codes_of_kinds().keys()
    vague_kinds.cache_clear()
    monkeypatch.setattr(hs, "_rows", lambda *_: iter([(2, ["no_such_kind"])]))
    with pytest.raises(ValueError, match="no_such_kind"):
        vague_kinds()
    vague_kinds.cache_clear()


def test_a_vague_kind_speaks_softly_for_its_codes() -> None:
    meanings = Meanings(HashingEncoder())
    vague = evidence(Described(title="mounting kit", language="en"), meanings)
    plain = evidence(Described(title="motherboard", language="en"), meanings)
    assert (vague.told, plain.told) == ("vague", "kind")
    assert vague.rows[:, 4].max() < 0.5 * plain.rows[:, 4].max()


def test_an_offer_without_a_code_is_ordered_by_the_cost_that_is_shown_for_it() -> None:
    given = _without_code("Zorx motherboard ATX")
    columns = TermColumns.of([order_terms(given)])
    costs = Reckoner(TERMS, rates=RATES, currency="EUR").costs(columns, TERMS.quantity)
    shown = landed_cost(LandedRequest.of(given, TERMS, likely_codes=guessed_codes(given)), rates=RATES)
    assert bool(costs.complete[0]) is shown.complete is True
    ends = (shown.exact.low, shown.exact.likely, shown.exact.high)
    assert costs.total[:, 0] == pytest.approx([float(end.amount) for end in ends])
    assert shown.exact.low < shown.exact.high  # its codes have two rates
    assert any("guessed" in text for text in shown.assumptions)


def test_a_guess_with_an_unknown_duty_stands_behind_all_that_is_known_in_full() -> None:
    given = _without_code("Zorx motherboard ATX")
    first, *others = codes_of_kinds()["motherboard"]
    assert others
    rates = replace(RATES, duties=DutyTable((duty(first, "2.7%", into="DE"),)))
    columns = TermColumns.of([order_terms(given)])
    reckoner = Reckoner(TERMS, rates=rates, currency="EUR")
    costs = reckoner.costs(columns, TERMS.quantity)
    shown = landed_cost(LandedRequest.of(given, TERMS, likely_codes=guessed_codes(given)), rates=rates)
    assert bool(costs.complete[0]) is shown.complete is False
    ends = (shown.exact.low, shown.exact.likely, shown.exact.high)
    assert costs.total[:, 0] == pytest.approx([float(end.amount) for end in ends])
    assert reckoner.order(TERMS.quantity, columns)[0, 0] == 1  # the second group
    assert np.isnan(reckoner.unit_cost(TERMS.quantity, columns)).all()  # and no limit keeps it


def test_an_offer_s_own_code_is_not_guessed_over() -> None:
    terms = order_terms(replace(_without_code("Zorx motherboard"), hs_code=sourced("7323.93", "H2")))
    assert terms is not None
    assert terms.goods.codes == ("732393",)


def test_without_a_guess_the_duty_stays_open() -> None:
    given = _without_code("Zorx mounting kit")
    costs = Reckoner(TERMS, rates=RATES, currency="EUR").costs(
        TermColumns.of([order_terms(given)]), TERMS.quantity
    )
    assert not costs.complete[0]
