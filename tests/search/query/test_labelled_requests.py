"""The labelled requests are sound data: codes exist, words stand in the texts, the split is as it was."""

import hashlib
from collections import Counter
from datetime import date

import pytest
from benchmarks.requests.data import SLOTS, TODAY, Request, requests
from benchmarks.requests.score import main
from benchmarks.requests.values import labelled

from dragoman.model import INCOTERMS, LANGUAGES
from dragoman.vocabulary import certificates, colours, countries, currencies, materials, units

ALL = list(requests())
_CODES = {
    "certificate": set(certificates.CODES),
    "material": set(materials.CODES),
    "colour": set(colours.CODES),
    "origin": set(countries.codes()),
}


def test_there_are_at_least_300_requests_and_33_a_language() -> None:
    by_language = Counter(one.language for one in ALL)
    assert len(ALL) >= 300
    assert set(by_language) == set(LANGUAGES)
    assert min(by_language.values()) >= 33


def test_no_request_and_no_id_is_there_twice() -> None:
    assert len({one.request_id for one in ALL}) == len(ALL)
    assert len({one.text for one in ALL}) == len(ALL)


def test_the_split_stays_what_it_was() -> None:
    test_half = " ".join(one.request_id for one in ALL if one.half == "test")
    assert hashlib.sha256(test_half.encode()).hexdigest()[:16] == "20a5eadab99491fb"
    assert Counter(one.half for one in ALL) == {"dev": 168, "test": 147}


@pytest.mark.parametrize("one", ALL, ids=[one.request_id for one in ALL])
def test_the_labels_of_a_request_mean_something(one: Request) -> None:
    assert set(one.want) <= set(SLOTS) - {"product"}
    assert one.request_id.startswith(one.language)
    assert all(word.casefold() in one.text.casefold() for word in (*one.keep, *one.drop))
    assert one.keep or one.drop
    for slot, values in one.want.items():
        for value in values:
            labelled(slot, value)
            _check(one, slot, value)


def _check(one: Request, slot: str, value: str) -> None:
    bare = value.removeprefix("not:")
    match slot:
        case "certificate" | "material" | "colour" | "origin":
            assert bare in _CODES[slot]
        case "quantity" | "dimension":
            unit = value.lstrip("<>=").partition(" ")[2]
            assert units.is_counting(unit) or units.dimension_of(unit) is not None
            assert slot == "quantity" or not units.is_counting(unit)
        case "budget":
            assert value.partition(" ")[2][:3] in currencies.codes()
        case "destination":
            assert value[:2] in countries.codes()
        case "incoterm":
            assert value.partition("/")[0] in INCOTERMS
        case "deadline":
            assert value.isdigit() or date.fromisoformat(value) > TODAY
        case "must":
            _check_must(one, value)
        case _:
            assert slot == "word"
            assert bare.casefold() in one.text.casefold()


def _check_must(one: Request, value: str) -> None:
    slot, _, code = value.partition(":")
    assert slot in one.want
    assert not code or code in one.want[slot]


def test_errors_of_the_test_half_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--half", "test", "--errors"])
    assert "not to be looked at" in capsys.readouterr().err
