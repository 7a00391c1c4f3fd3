"""What has to be said about a result is said in the visitor's language; faces of text get the English sentence."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

from dragoman.faces.web.interface import INTERFACE_LANGUAGES, interface
from dragoman.faces.web.notices import KNOWN, notice_lines
from dragoman.search.notice import Notice
from dragoman.search.notices import LEFT_OUT, MESSAGES, NO_RATE, NOT_UNDERSTOOD, NOTHING, WITHOUT_FILTER
from dragoman.search.query import understand

ASKED = understand("bottle no plastic", today=date(2026, 11, 24))


def test_the_page_has_words_for_every_notice() -> None:
    assert MESSAGES - {NOT_UNDERSTOOD} == KNOWN


@pytest.mark.parametrize("language", [one for one in INTERFACE_LANGUAGES if one != "en"])
def test_no_notice_stays_english(language: str) -> None:
    ui = interface(language)
    assert [message for message in KNOWN if ui.say(message) == message] == []


def test_a_notice_is_said_with_its_values_and_numbers_as_the_visitor_writes_them() -> None:
    notices = (Notice(NO_RATE, currency="KES", count=1200), Notice(WITHOUT_FILTER, name="50%", count=3))
    german = [one.text for one in notice_lines(interface("de"), notices, ASKED, {})]
    assert german[0].startswith("Kein Wechselkurs für KES: 1.200 der gezeigten")
    assert "50%" in german[1]


def test_a_notice_without_words_stays_english_and_says_so() -> None:
    (plain, known) = notice_lines(interface("fr"), ("Carriage is not known.", Notice(NOTHING)), ASKED, {})
    assert (plain.text, plain.english, known.english) == ("Carriage is not known.", True, False)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Material not plastic"), ("de", "Material nicht Kunststoff")]
)
def test_what_left_offers_out_is_said_as_its_chip_says_it(language: str, words: str) -> None:
    (line,) = notice_lines(
        interface(language), (Notice(LEFT_OUT, count=7, names="material:plastic"),), ASKED, {}
    )
    assert words in line.text
    assert "material:plastic" not in line.text


def test_what_was_not_understood_is_not_said_twice() -> None:
    assert notice_lines(interface("en"), (Notice(NOT_UNDERSTOOD, words="x"),), ASKED, {}) == []


def test_a_notice_is_text_wherever_text_is_wanted() -> None:
    said = Notice(WITHOUT_FILTER, name="a", count=3)
    assert said == 'Without the filter "a" there are 3 offers.'
    copied = pickle.loads(pickle.dumps(Notice(WITHOUT_FILTER, name="50%", count=3)))
    assert (copied.message, copied.values["name"]) == (WITHOUT_FILTER, "50%")
    assert json.loads(json.dumps([said])) == [str(said)]


def test_a_filter_is_told_in_words() -> None:
    (_nothing, line) = notice_lines(
        interface("en"),
        (Notice(NOTHING), Notice(WITHOUT_FILTER, name="price<=0.5", count=3)),
        ASKED,
        {"price<=0.5": "Unit price at most 0.50 EUR"},
    )
    assert line.text == 'Without the filter "Unit price at most 0.50 EUR" there are 3 offers.'
