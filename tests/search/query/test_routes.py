"""Where goods go, told from where they leave, in nine languages."""

from datetime import date

import pytest

from dragoman.search.query import understand
from dragoman.search.request import Destination

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "TV, 50 pcs, shipped from Shenzhen to Lagos",
        "Fernseher, 50 Stück, von Shenzhen nach Lagos",
        "televisor, 50 unidades, desde Shenzhen a Lagos",
        "téléviseur, 50 pièces, de Shenzhen à Lagos",
        "televisor, 50 unidades, de Shenzhen para Lagos",
        "телевизор, 50 шт, из Шэньчжэня в Лагос",
        "电视，50台，从深圳到拉各斯",
        "テレビ、50台、深圳からラゴスまで",
        "تلفزيون، 50 قطعة، من شنتشن إلى لاغوس",
    ],
)
def test_goods_go_to_the_second_place_of_a_route_and_the_first_is_told(text: str) -> None:
    query = understand(text, today=TODAY)
    assert [one.place for one in query.requirements if isinstance(one, Destination)] == ["Lagos"]
    assert len(query.not_understood) == 1


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("مقلاة، القطر 30 سم", []),
        ("مقلاة قطر 30 سم", []),
        ("مقلاة إلى قطر", ["QA"]),
        ("エスプレッソマシン、サウジアラビアのジッダまで", ["SA"]),
        ("咖啡机，运到沙特吉达", ["SA"]),
    ],
)
def test_a_diameter_is_no_country_and_a_city_follows_its_country(text: str, countries: list[str]) -> None:
    query = understand(text, today=TODAY)
    assert [one.country for one in query.requirements if isinstance(one, Destination)] == countries
    assert not [one for one in query.requirements if one.requirement_id.startswith("origin")]
