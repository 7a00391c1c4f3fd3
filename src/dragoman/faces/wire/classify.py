"""JSON of HS classifications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from dragoman.classify.classifier import Classification, Guess
from dragoman.faces.wire.shapes import Wire
from dragoman.ports import DutyLine
from dragoman.trade.duty import rate_words


class ReasonWire(Wire):
    kind: Literal["kind", "material", "words", "meaning", "own_code"]
    text: str = Field(description="of the goods, as written")
    of: str = Field(description="what it was held against: a kind's name, words or text of the nomenclature")
    where: str = Field(description="'title', 'category', 'details', 'material', 'hs_code'")


class NationalLineWire(Wire):
    code: str
    duty: str = Field(description="the general rate, in words")


class GuessWire(Wire):
    code: str = Field(description="six digits")
    probability: float
    path: list[str] = Field(description="texts of chapter, heading and subheading")
    reasons: list[ReasonWire]
    national: list[NationalLineWire] = Field(
        description="lines of the destination's tariff that is in force here; empty where none is, or no destination"
    )


class HeadingGuessWire(Wire):
    code: str = Field(description="four digits")
    probability: float
    text: str


class OwnCodeWire(Wire):
    given: str
    verdict: Literal["agrees", "same_heading", "differs", "unknown", "said"]
    by_texts: float = Field(description="probability of its heading by the goods' texts alone")
    message: str


class ClassificationWire(Wire):
    guesses: list[GuessWire] = Field(description="likeliest first")
    headings: list[HeadingGuessWire]
    language: str
    language_sure: float = Field(description="1 where it was given; else how surely the texts tell it")
    own_code: OwnCodeWire | None
    doubts: list[str] = Field(description="why the guesses may be worth nothing; mostly empty")
    edition: str
    source: str


def classification_wire(
    found: Classification, /, *, national: Mapping[str, Sequence[DutyLine]]
) -> ClassificationWire:
    """`national`: code of six digits -> lines of a tariff."""
    own = found.own_code
    return ClassificationWire(
        guesses=[_guess(guess, national.get(guess.code, ())) for guess in found.guesses],
        headings=[
            HeadingGuessWire(code=one.code, probability=round(one.probability, 4), text=one.text)
            for one in found.headings
        ],
        language=found.language,
        language_sure=round(found.language_sure, 2),
        own_code=None
        if own is None
        else OwnCodeWire(
            given=own.given, verdict=own.verdict, by_texts=round(own.by_texts, 4), message=own.message
        ),
        doubts=list(found.doubts),
        edition=found.edition,
        source=found.source,
    )


def _guess(guess: Guess, lines: Sequence[DutyLine]) -> GuessWire:
    return GuessWire(
        code=guess.code,
        probability=round(guess.probability, 4),
        path=list(guess.path),
        reasons=[
            ReasonWire(kind=one.kind, text=one.text, of=one.of, where=one.where) for one in guess.reasons
        ],
        national=[NationalLineWire(code=line.code, duty=_general(line)) for line in lines],
    )


def _general(line: DutyLine) -> str:
    return next((rate_words(one.rate) for one in line.measures if one.kind == "mfn"), "")
