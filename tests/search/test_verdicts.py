"""Verdicts on single offers: what meets, what does not, and what cannot be known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from dragoman.model import Attribute, Delivery, Incoterm, Offer
from dragoman.normalise.quantities.physical import find_physical
from dragoman.normalise.question_language import language_of_question
from dragoman.rates import RateTable
from dragoman.search.query import understand
from dragoman.search.verdicts import Asked, judge
from dragoman.testing import offers

TODAY = date(2026, 11, 24)


def verdicts(question: str, offer: Offer) -> dict[str, str]:
    """Requirement -> verdict, of a question on an offer."""
    asked = Asked(quantity=None, rates=RateTable((), name="rates"))
    return {
        one.requirement_id: judge(one, offer, asked).verdict
        for one in understand(question, today=TODAY).requirements
    }


def titled(title: str, description: str | None = None, **attributes: str) -> Offer:
    """An offer with texts alone; attributes are measures where they are one."""
    made = offers.offer(title, description=description, language=language_of_question(title)[0])
    properties = tuple(
        Attribute(
            name=name,
            value=value,
            origin=offers.origin("L2"),
            quantity=found[0].value if len(found := find_physical(value)) == 1 else None,
        )
        for name, value in attributes.items()
    )
    return replace(made, attributes=properties)


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Isolierflasche Edelstahl 316 750 ml", "Flasche 750 ml"),
        ("Edelstahl 18/8 350 ml", "Flasche 350 ml"),
        ("bottle stainless 18-8 350 ml", "bottle 350 ml"),
        ("bottle A4 750 ml", "bottle 750 ml"),
        ("lamp B10 230 V", "lamp 230 V"),
        ("бутылка сталь 304 500 мл", "бутылка 500 мл"),
        ("bouteille inox 304 750 ml", "bouteille 750 ml"),
        ("bottle 1 500 ml", "bottle 1.5 l"),
        ("power bank 10 000 mAh", "power bank 10000 mAh"),
        ("iPhone 15 128 GB", "iPhone 128 GB"),
        ("monitor 27 144 Hz", "monitor 144 Hz"),
        ("bottle 12-750 ml", "bottle 750 ml"),
        ("flask ½ l", "flask 500 ml"),
        ("flask 1½ l", "flask 1.5 l"),
        ('ball valve 3/4"', 'ball valve 3/4"'),
        ("ball valve 1 1/2 inch", 'ball valve 1 1/2"'),
        ("lamp 220-240 V", "lamp 220 V"),
        ("lamp 220/240 V", "lamp 220 V"),
        ("bottle 600 ml", "bottle between 500 and 750 ml"),
        ("бутылка 600 мл", "бутылка от 500 до 750 мл"),
        ("box 20 x 30 x 40 cm", "box 20x30x40 cm"),
        ("freezer bag -18 °C", "freezer bag -18 °C"),
        ("freezer -25 to -15 °C", "freezer -18 °C"),
        ("freezer -18 to -22 °C", "freezer -20 °C"),
        ("tube 3/4 in", 'tube 3/4"'),
    ],
)
def test_a_measure_is_met_however_it_is_set(title: str, question: str) -> None:
    told = verdicts(question, titled(title))
    sizes = {verdict for name, verdict in told.items() if name.startswith("dimension")}
    assert sizes == {"met"}


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ('ball valve 3/4"', 'ball valve 4"'),
        ("flask ½ l", "flask 2 l"),
        ("freezer bag +18 °C", "freezer bag -18 °C"),
        ("bottle 900 ml", "bottle not more than 500 ml"),
        ("Flasche 900 ml", "Flasche nicht mehr als 500 ml"),
        ("botella 900 ml", "botella no más de 500 ml"),
        ("bouteille 900 ml", "bouteille pas plus de 500 ml"),
        ("garrafa 900 ml", "garrafa não mais de 500 ml"),
        ("бутылка 900 мл", "бутылка не больше 500 мл"),
        ("زجاجة 900 مل", "زجاجة لا يزيد عن 500 مل"),
        ("水杯 900ml", "不大于500ml的水杯"),
        ("水筒 900ml", "水筒 500ml以下"),
        ("Flasche 300 ml", "Flasche nicht weniger als 500 ml"),
        ("bottle 300 ml", "bottle no smaller than 500 ml"),
        ("botella 300 ml", "botella no más pequeña que 500 ml"),
        ("bouteille 300 ml", "bouteille pas plus petite que 500 ml"),
        ("garrafa 300 ml", "garrafa não menor que 500 ml"),
        ("valise 4 kg", "valise pas plus lourde que 3 kg"),
        ("Koffer 4 kg", "Koffer nicht schwerer als 3 kg"),
        ("чемодан 4 кг", "чемодан не тяжелее 3 кг"),
        ("case 900 g", "case lighter than 500 g"),
        ("Koffer 4 kg", "Koffer leichter als 3 kg"),
        ("bottle 900 ml", "bottle not exceeding 500 ml"),
    ],
)
def test_a_measure_beyond_the_one_asked_for_is_unmet(title: str, question: str) -> None:
    told = verdicts(question, titled(title))
    assert [verdict for name, verdict in told.items() if name.startswith("dimension")] == ["unmet"]
    assert not [name for name in told if name.startswith("word")]


def test_of_a_size_that_can_be_read_in_two_ways_nothing_is_said() -> None:
    offer = titled("Flasche 12 750 ml")
    assert verdicts("Flasche 750 ml", offer) == {"dimension:volume": "unknown"}
    assert verdicts("Flasche 300 ml", offer) == {"dimension:volume": "unmet"}


def test_what_lies_within_a_very_wide_range_is_unknown() -> None:
    assert verdicts("pump 500 rpm", titled("pump 10 to 2000 rpm")) == {"dimension:rotation": "unknown"}


def test_a_limit_within_a_range_is_unknown() -> None:
    assert verdicts("power supply at least 220 V", titled("power supply 100-240 V")) == {
        "dimension:voltage": "unknown"
    }


def test_a_size_is_no_identifier() -> None:
    for text in ("box 20x30x40 cm", "bottle 500-750 ml"):
        assert understand(text, today=TODAY).identifiers == ()


@pytest.mark.parametrize(
    ("title", "description", "question", "verdict"),
    [
        ("bottle", "not food safe; no CE marking", "bottle CE", "unmet"),
        ("bottle", "not food safe; no CE marking", "bottle food safe", "unmet"),
        ("Flasche", "ohne CE-Kennzeichnung", "Flasche CE", "unmet"),
        ("botella", "sin marcado CE", "botella CE", "unmet"),
        ("bouteille", "pas de marquage CE", "bouteille CE", "unmet"),
        ("garrafa", "não tem CE, sem marcação CE", "garrafa CE", "unmet"),
        ("бутылка", "без CE", "бутылка CE", "unmet"),
        ("水杯", "无CE认证", "水杯 CE认证", "unmet"),
        ("bottle", "CE pending", "bottle CE", "unknown"),
        ("bottle", "CE marked, RoHS", "bottle CE", "met"),
        ("bottle", "no lead, CE marked", "bottle CE", "met"),
        ("bottle", "no CE or FDA", "bottle FDA", "unmet"),
        ("bottle", "not dishwasher-safe", "bottle must be dishwasher-safe", "unmet"),
        ("bottle", "dishwasher-safe", "bottle must be dishwasher-safe", "met"),
        ("bag faux leather", "", "leather bag", "unknown"),
        ("bottle plastic-free", "", "plastic bottle", "unmet"),
        ("Flasche kunststofffrei", "", "Flasche Kunststoff", "unmet"),
        ("bottle BPA-free", "", "Flasche ohne BPA", "met"),
        ("Flasche BPA-frei", "", "bottle without BPA", "met"),
        ("bottle", "", "bottle without BPA", "unknown"),
        ("bottle", "comes without lid", "bottle without lid", "met"),
        ("bottle with lid", "", "bottle without lid", "unmet"),
        ("Flasche mit Deckel", "", "bottle without lid", "unmet"),
        ("Flasche ohne Deckel", "", "bottle without lid", "met"),
        ("bottle", "", "bottle without lid", "unknown"),
        ("glass bottle plastic-free", "", "bottle no plastic", "met"),
        ("plastic bottle", "", "bottle no plastic", "unmet"),
        ("Plastikflasche aus Kunststoff", "", "bottle no plastic", "unmet"),
    ],
)
def test_what_a_text_denies_is_not_claimed_and_silence_is_unknown(
    title: str, description: str, question: str, verdict: str
) -> None:
    told = verdicts(question, titled(title, description or None))
    assert list(told.values()) == [verdict]


def test_a_part_of_a_refused_material_counts_against_the_offer() -> None:
    offer = replace(titled("bottle", Lid="Plastic (PP)"), material=offers.sourced("stainless_steel", "I2"))
    assert verdicts("bottle no plastic", offer) == {"material:plastic": "unmet"}
    assert verdicts("plastic bottle", offer) == {"material:plastic": "unmet"}
    packed = replace(titled("bottle", Packaging="plastic bag"), material=offers.sourced("glass", "I2"))
    assert verdicts("bottle no plastic", packed) == {"material:plastic": "unknown"}


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("bottle, no glass, no plastic", {"material:glass", "material:plastic"}),
        ("taza, no vidrio, no plástico", {"material:glass", "material:plastic"}),
        ("non-plastic mug", {"material:plastic"}),
        ("no plastic bottle", {"material:plastic"}),
        ("sin plástico botella", {"material:plastic"}),
        ("mug, not red or blue", {"colour:red", "colour:blue"}),
        ("mug not red, blue or green", {"colour:red", "colour:blue", "colour:green"}),
        ("Becher nicht rot oder blau", {"colour:red", "colour:blue"}),
        ("tasse ni rouge ni bleue", {"colour:red", "colour:blue"}),
        ("mug not from China or India", {"origin:CN", "origin:IN"}),
        ("Becher nicht aus China oder Indien", {"origin:CN", "origin:IN"}),
        ("mug no Chinese or Indian products", {"origin:CN", "origin:IN"}),
        ("mug without CE or FDA", {"certificate:ce", "certificate:fda"}),
        ("botella sin tapa ni pajita", {"word:tapa", "word:pajita"}),
        ("bottle without straw or handle", {"word:straw", "word:handle"}),
        ("bottle without lid or plastic", {"word:lid", "material:plastic"}),
    ],
)
def test_all_that_is_refused_is_refused(question: str, refused: set[str]) -> None:
    query = understand(question, today=TODAY)
    assert {(one.requirement_id, one.strength) for one in query.requirements} == {
        (name, "not") for name in refused
    }
    assert query.product


def test_portuguese_no_is_in_the() -> None:
    assert understand("toalha no tom azul", today=TODAY).requirements[0].strength == "should"


@pytest.mark.parametrize(
    ("terms", "asked", "verdict"),
    [
        ("CIF Hamburg DE", "bottle to Berlin", "unknown"),
        ("DDP Munich DE", "bottle to Hamburg", "unknown"),
        ("DDP München DE", "bottle to Munich", "met"),
        ("CIF Hamburg DE", "bottle to Germany", "met"),
        ("CIF Hamburg DE", "bottle to Hamburg", "met"),
        ("DDP - DE", "bottle to Hamburg", "unknown"),
        ("CIF Rotterdam NL", "bottle to Germany", "unknown"),
        ("FOB Hamburg DE", "bottle to Hamburg", "unknown"),
    ],
)
def test_a_destination_is_met_where_the_price_reaches_the_place_asked_for(
    terms: str, asked: str, verdict: str
) -> None:
    incoterm, place, country = terms.split()
    delivery = Delivery(
        incoterm=cast("Incoterm", incoterm), place=None if place == "-" else place, country=country
    )
    offer = replace(titled("bottle"), delivery=offers.sourced(delivery, "G2"))
    assert verdicts(asked, offer) == {"destination": verdict}


@pytest.mark.parametrize(("price", "verdict"), [("2", "unmet"), ("4", "met"), ("6", "unmet")])
def test_a_price_outside_the_range_asked_for_is_unmet(price: str, verdict: str) -> None:
    offer = replace(titled("mug"), prices=(offers.tier(price, "EUR"),))
    assert verdicts("mug between 3 and 5 euros", offer) == {"budget": verdict}


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("shelf height 10 cm", "unmet"),
        ("shelf 10 cm high", "unmet"),
        ("Regal Höhe 10 cm", "unmet"),
        ("estante altura 10 cm", "unmet"),
        ("étagère hauteur 10 cm", "unmet"),
        ("полка высота 10 см", "unmet"),
        ("架子 高度10厘米", "unmet"),
        ("棚 高さ10cm", "unmet"),
        ("رف ارتفاع 10 سم", "unmet"),
        ("shelf height 180 cm", "met"),
        ("shelf 10 cm long", "met"),
        ("shelf 10 cm", "met"),
        ("shelf depth 10 cm", "unknown"),
    ],
)
def test_a_height_is_compared_with_the_height(question: str, verdict: str) -> None:
    offer = titled("shelf", Length="10 cm", Height="180 cm")
    told = verdicts(question, offer)
    assert told["dimension:length"] == verdict
