"""The terms of a question: in the catalogue's own words, with the name nearest to what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.search.wanted import Wanted, wanted

CARRIED = {"wireless": 40, "bluetooth": 900, "headphones": 500, "mouse": 300, "pad": 50}


def asked(
    text: str, language: str, *, nearest: str | None = None, closest: str = "", carried: int | None = None
) -> Wanted:
    def closeness(_text: str, names: Sequence[str]) -> list[float]:
        return [float(name == closest) for name in names]

    return wanted(
        text,
        language,
        catalogue=("en",),
        count=lambda word: CARRIED.get(word, 0) if carried is None else carried,
        guess=lambda _: nearest,
        closeness=closeness,
    )


def tokens(found: Wanted) -> set[str]:
    return {term.token for term in found.terms}


def test_of_a_kinds_names_the_one_nearest_in_meaning_is_asked_for() -> None:
    near = tokens(asked("casque sans fil", "fr", closest="wireless headphones"))
    assert "wireless" in near
    assert "bluetooth" not in near


def test_where_nothing_is_known_of_meaning_the_name_most_in_use_is_asked_for() -> None:
    assert "bluetooth" in tokens(asked("casque sans fil", "fr"))


def test_two_kinds_that_name_a_third_together_become_the_one_nearest_in_meaning() -> None:
    found = asked("tapete de teclado", "pt", nearest="mouse_pad")
    assert found.kinds == ("mouse_pad",)
    assert found.guessed == (("tapete de teclado", "mouse_pad"),)
    assert "pad" in tokens(found)


def test_two_kinds_stay_what_they_are_where_the_nearest_is_one_of_them_or_offers_carry_the_words() -> None:
    assert asked("tapete de teclado", "pt", nearest="rug").guessed == ()
    assert asked("tapete de teclado", "pt", nearest="mouse_pad", carried=3).guessed == ()


def test_words_of_the_lexicon_that_no_offer_carries_are_guessed_too() -> None:
    """Each word is known ("bank", "energy"), together they are no name that is known."""
    assert asked("بنك طاقة", "ar", nearest="power_bank").kinds == ("power_bank",)


def groups(found: Wanted) -> list[set[str]]:
    return [
        {term.token for term in found.terms if term.group == number and term.token.isalpha()}
        for number in range(found.groups)
    ]


def test_a_word_that_both_languages_share_stands_in_one_group_whatever_the_order() -> None:
    """Else an offer that says "Bluetooth" alone would seem to say both words."""
    first, second = groups(asked("altavoz Bluetooth", "es"))
    assert "speaker" in first
    assert "bluetooth" in second - first


def test_small_words_of_a_name_are_not_asked_for() -> None:
    assert [sorted(group) for group in groups(asked("bolsa para câmera", "pt"))] == [
        ["bag", "bolsa"],
        ["camera"],
    ]


def test_the_next_name_is_asked_for_too_where_it_is_nearly_as_near() -> None:
    found = asked("casque sans fil", "fr")
    assert {"wireless", "bluetooth"} <= tokens(found)
    weights = {term.token: term.weight for term in found.terms}
    assert weights["wireless"] < weights["bluetooth"]


def test_a_question_is_said_in_the_language_of_most_offers_too() -> None:
    assert (
        asked("casque sans fil Sony", "fr", closest="wireless headphones").said == "wireless headphones Sony"
    )


def test_what_is_said_in_that_language_already_is_not_said_again() -> None:
    assert asked("wireless headphones Sony", "en").said == ""


def test_a_chinese_or_japanese_name_is_asked_for_by_its_most_telling_pair_of_characters() -> None:
    """ "トル" of "ボトル" is in "トルクス" too, a Torx screw: alone it is no bottle."""
    carried = {"ボト": 30, "トル": 90, "瓶子": 5}
    found = wanted(
        "bottles", "en", catalogue=("en", "de", "ja", "zh"), count=lambda word: carried.get(word, 0)
    )
    assert {"ボト", "瓶子"} <= tokens(found)
    assert "トル" not in tokens(found)


def test_what_a_buyer_types_in_japanese_is_asked_for_whole() -> None:
    found = wanted("ボトル", "ja", catalogue=("en", "ja"), count=lambda _: 1)
    assert [{"ボト"}, {"トル"}] == [group & {"ボト", "トル"} for group in groups(found)]
