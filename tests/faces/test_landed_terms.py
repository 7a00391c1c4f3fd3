"""Whatever terms a stranger gives, a landed cost comes back whole or the mistake is told."""

from __future__ import annotations

import json

from benchmarks.bars_5.landed_case import duty, flat, priced, rate
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.faces.landed_terms import TermsAsGiven, landed_terms
from dragoman.faces.wire.landed import landed_wire
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRates, LandedRequest

RATES = LandedRates(
    exchange=RateTable([rate("EUR", "USD", "1.16"), rate("EUR", "GBP", "0.865")], name="test rates"),
    duties=DutyTable([duty("732393", "3% + 0.5 USD/kg", into=place) for place in ("DE", "GB", "US")]),
    taxes=TaxTable(),
    freight=FreightTable([flat("900 USD", "main_carriage"), flat("50 EUR", "import_clearance")]),
)


def maybe(*good: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(good) | st.text(max_size=12)


@given(
    st.builds(
        TermsAsGiven,
        destination=st.sampled_from(["DE", "gb", "US", "BR", "CN", "PL", "CH", "JP"]) | st.text(max_size=3),
        quantity=st.none() | st.integers(1, 10**9),
        unit=st.sampled_from(["piece", "kg", "carton"]) | st.text(max_size=6),
        incoterm=maybe("EXW", "fob", "CIF", "DAP", "DDP"),
        mode=maybe("sea", "air"),
        hs=st.lists(st.sampled_from(["7323.93", "9617.00"]) | st.text(max_size=8), max_size=3),
        made_in=maybe("CN", "KR"),
        ship_from=maybe("CN", "DE"),
        weight_kg=maybe("0.5", "0.4 0.5 0.7"),
        net_kg=maybe("0.4"),
        volume_m3=maybe("0.001"),
        shown_apart=maybe("100 USD", "5 XTS", "99999999 EUR"),
        preference=st.booleans(),
        tax_category=st.sampled_from(["standard", "reduced", "zero"]) | st.text(max_size=5),
        margin=maybe("2", "50"),
        on=maybe("2026-11-26", "2020-01-01", "0001-01-01", "9999-12-31"),
    )
)
@settings(deadline=None, max_examples=300)
def test_any_terms_give_a_landed_cost_or_the_mistake(asked: TermsAsGiven) -> None:
    try:
        terms = landed_terms(asked, home=None)
        cost = landed_cost(LandedRequest.of(priced("12.50 USD", weight="0.3 kg"), terms), rates=RATES)
    except InputError:
        return  # told: its message is what the other tests look at
    shown = json.loads(landed_wire(cost).to_json())
    assert shown["total"]["low"] <= shown["total"]["likely"] <= shown["total"]["high"]
    assert shown["complete"] or shown["questions"]
