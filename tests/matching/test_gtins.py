"""A GTIN that does not name one product joins nothing and rules nothing out, and is told with how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.app import Dragoman, open_dragoman
from dragoman.matching.gtins import why_untrusted
from dragoman.settings import Settings

from .conftest import by_number, load, new_home

HEAD = "SKU,Product name,GTIN,Price EUR,MOQ\n"


@contextmanager
def matched(folder: Path, lists: Mapping[str, str]) -> Iterator[Dragoman]:
    """A home with these suppliers' lists, matched."""
    with open_dragoman(Settings(home=new_home(folder / "home"))) as dragoman:
        for name, text in lists.items():
            put(dragoman, folder, name, text)
        dragoman.match()
        yield dragoman


def put(dragoman: Dragoman, folder: Path, name: str, text: str) -> None:
    path = folder / f"{name}.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    load(dragoman, path)


def others(dragoman: Dragoman, number: str) -> set[str]:
    found = dragoman.products.of(by_number(dragoman)[number])
    return {one.offer.external_id for one in found.members}


@pytest.mark.parametrize(
    ("gtin", "why"),
    [
        ("00000000000000", "a filler"),
        ("01111111111116", "a filler"),
        ("09999999999994", "a filler"),
        ("01234567890128", "a filler"),
        ("00012345678905", "a filler"),
        ("02012345678900", "a number for use inside one house"),
        ("02900000123457", "a number for use inside one house"),
        ("00212345678909", "a number for use inside one house"),
        ("00000020123451", "a number for use inside one house"),
        ("09912345678904", "a coupon's number"),
        ("04006381333931", ""),
        ("05901234123457", ""),
        ("00012000000133", ""),
        ("00000040170725", ""),
        ("09780306406157", ""),
    ],
)
def test_the_digits_of_a_gtin_tell_fillers_and_numbers_of_one_house(gtin: str, why: str) -> None:
    assert why_untrusted(gtin) == why


@given(st.text("0123456789", min_size=14, max_size=14))
def test_any_digits_are_judged(digits: str) -> None:
    assert isinstance(why_untrusted(digits), str)


def test_a_filler_joins_nothing_and_rules_nothing_out(tmp_path: Path) -> None:
    lists = {
        "Nord Haus": "N-1,Ceramic mug white 330 ml,1234567890128,1.10,100\n"
        "N-2,Harrow Trailmaster flask HT750BK 750 ml black,1111111111116,4.20,100\n",
        "Sud Trading": "S-1,Hex bolt M8 x 40 zinc plated,1234567890128,0.08,5000\n"
        "S-2,Harrow Trailmaster flask HT750BK 750 ml black,4006381333931,4.10,100\n",
    }
    with matched(tmp_path, lists) as dragoman:
        assert others(dragoman, "N-1") == set()
        assert others(dragoman, "N-2") == {"S-2"}


RUN = "".join(
    f"N-{size},Cotton T-shirt black size {size},4006381333931,3.20,50\n" for size in ("S", "M", "L", "XL")
)
MENDED = RUN.replace("4006381333931", "", 3)


def test_a_gtin_copied_to_a_run_of_sizes_joins_none_of_them_and_is_told_with_how_sure_that_is(
    tmp_path: Path,
) -> None:
    lists = {"Nord Haus": RUN, "Sud Trading": "S-M,T-Shirt Baumwolle schwarz Gr. M,4006381333931,3.00,50\n"}
    with matched(tmp_path, lists) as dragoman:
        assert others(dragoman, "N-S") == set()
        assert "S-M" not in others(dragoman, "N-XL")
        (doubt,) = dragoman.match().doubts
        assert (doubt.gtin, doubt.confidence) == ("04006381333931", 0.1)
        assert "5 articles bear it" in doubt.reason
        assert "another size" in doubt.reason


def test_a_gtin_is_trusted_again_when_the_list_is_mended_though_the_other_offer_did_not_change(
    tmp_path: Path,
) -> None:
    lists = {"Nord Haus": RUN, "Sud Trading": "S-XL,Shirt XL,4006381333931,3.00,50\n"}
    with matched(tmp_path, lists) as dragoman:
        put(dragoman, tmp_path, "Nord Haus", MENDED)
        assert dragoman.match().doubts == ()
        assert others(dragoman, "N-XL") == {"S-XL"}
        put(dragoman, tmp_path, "Nord Haus", RUN)
        assert len(dragoman.match().doubts) == 1
        assert "S-XL" not in others(dragoman, "N-S")


def test_an_article_listed_twice_by_its_supplier_under_one_gtin_is_no_reason_to_doubt_it(
    tmp_path: Path,
) -> None:
    lists = {
        "Nord Haus": "N-1,Ceramic mug white 330 ml,4006381333931,1.10,100\nN-2,Ceramic mug white 330 ml boxed,4006381333931,1.30,100\n",
        "Sud Trading": "S-1,Becher Keramik,4006381333931,1.00,100\n",
    }
    with matched(tmp_path, lists) as dragoman:
        assert others(dragoman, "S-1") == {"N-1", "N-2"}
        assert dragoman.match().doubts == ()
