"""A code that is given by hand is read as codes in files are, and one of an older edition is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.bars_5.landed_case import DAY, duty, priced

from dragoman.classify.classifier import Classifier
from dragoman.classify.given_code import given_code, given_subheading, present_codes
from dragoman.classify.goods import Goods
from dragoman.errors import QueryError
from dragoman.faces.landed_terms import TermsAsGiven, landed_terms
from dragoman.language.hashing import HashingEncoder
from dragoman.rates.duty import DutyTable
from dragoman.rates.exchange import RateTable
from dragoman.rates.freight import FreightTable
from dragoman.rates.tax import TaxTable
from dragoman.testing.offers import quantity, sourced
from dragoman.trade.bulk.terms import order_terms
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedRates, LandedRequest, LandedTerms
from dragoman.vocabulary import hs
from dragoman.vocabulary.hs import codes_of_older, nomenclature


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(HashingEncoder())


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("7323.93", "732393"),
        ("7323 93 00", "73239300"),
        ("HS code: 8471.30.0100", "8471300100"),
        ("٨٤٧١٣٠", "847130"),
        ("302.11", "030211"),
        ("8471", "8471"),
        ("8471.30.00.00.12", "847130000012"),
        ("851712", "851712"),
    ],
)
def test_a_code_is_read_as_it_is_in_files(text: str, digits: str) -> None:
    assert given_code(text) == digits
    assert landed_terms(TermsAsGiven(destination="DE", hs=(text,)), home=None).hs_codes == (digits,)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "nothing is in it"),
        ("mug", "no digit is in it"),
        ("73.2.393", "pairs"),
        ("12", "it has 2 digits"),
        ("7323.93 or 6911.10", "without 'or'"),
        ("84-71-30", "without '--'"),
        ("9999.99", "HS 2022 has no chapter 99"),
        ("8400.10", "HS 2022 has no heading 8400"),
        ("1" * 500, "it has 500 digits"),
    ],
)
def test_what_is_wrong_with_a_text_that_is_no_code_is_told(text: str, wrong: str) -> None:
    with pytest.raises(QueryError, match=wrong) as told:
        given_code(text)
    assert len(str(told.value)) < 300


def test_a_code_that_shall_hold_is_of_this_edition_and_of_six_digits() -> None:
    assert given_subheading("8517.13.00") == "85171300"
    with pytest.raises(QueryError, match=r"it is of HS 2017; choose of 8517\.13"):
        given_subheading("8517.12")
    with pytest.raises(QueryError, match="six digits at least"):
        given_subheading("8517")
    with pytest.raises(QueryError, match="no such subheading"):
        given_subheading("8471.99")


def test_older_codes_lead_to_codes_of_this_edition_in_kin_headings() -> None:
    for older, codes in codes_of_older().items():
        assert older not in nomenclature()
        assert {code[:2] for code in codes} <= {older[:2], "38"}
    assert present_codes("620293") == ("620240",)


def test_a_table_of_older_codes_with_one_in_use_is_refused_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes_of_older.cache_clear()
    monkeypatch.setattr(hs, "_rows", lambda *_: iter([(4, ["847130", "847141"])]))
    with pytest.raises(ValueError, match="line 4"):
        codes_of_older()
    codes_of_older.cache_clear()


def test_a_supplier_s_code_of_the_edition_before_speaks_for_what_it_was_split_into(
    classifier: Classifier,
) -> None:
    found = classifier.classify(Goods.of_text("Zorx smartphone 128 GB", own_code="8517.12"))
    assert found.own_code is not None
    assert (found.own_code.verdict, found.guesses[0].code) == ("agrees", "851713")
    assert "is of HS 2017; in HS 2022 its goods are in 8517.13 or 8517.14" in found.own_code.message
    assert "own_code" in {reason.kind for reason in found.guesses[0].reasons}


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("n/a", "expected the supplier's code"),
        ("8471.99", "heading 8471 has no such"),
        ("9912.00", "no chapter 99"),
    ],
)
def test_why_a_supplier_s_code_is_not_heard_is_told(classifier: Classifier, own: str, told: str) -> None:
    found = classifier.classify(Goods.of_text("laptop", own_code=own)).own_code
    assert found is not None
    assert (found.verdict, told in found.message) == ("unknown", True)


def test_the_duty_of_a_code_of_the_edition_before_is_that_of_its_successors_and_it_is_said() -> None:
    lamp = replace(priced("1000 EUR"), hs_code=sourced("853950", "H2"))
    rates = LandedRates(
        exchange=RateTable((), name="none"),
        duties=DutyTable((duty("853951", "2%", into="DE"), duty("853952", "3.7%", into="DE"))),
        taxes=TaxTable(),
        freight=FreightTable([]),
    )
    terms = LandedTerms(destination="DE", on=DAY, quantity=quantity("1 piece"), incoterm="CIF", made_in="CN")
    cost = landed_cost(LandedRequest.of(lamp, terms), rates=rates)
    amount = cost.line("duty").amount
    assert amount is not None
    assert [f"{end.amount:.2f}" for end in (amount.low, amount.high)] == ["20.00", "37.00"]
    assert any("853950 is of HS 2017" in text for text in cost.assumptions)
    held = order_terms(lamp)
    assert held is not None
    assert held.goods.codes == cost.hs_codes == ("853951", "853952")
