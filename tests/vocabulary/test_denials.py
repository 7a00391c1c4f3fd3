"""Words that take back the claim of a certificate or a material, in nine languages."""

from __future__ import annotations

import pytest

from dragoman.normalise.quantities.terms import parse_certificates, parse_material
from dragoman.vocabulary.certificates import find_certificates
from dragoman.vocabulary.denials import denied, imitated, made_of, said, said_of
from dragoman.vocabulary.materials import find_materials

NOT_CLAIMED = """
no FDA|CE pending|not OEKO-TEX certified|without LFGB|FDA: no|CE in process|FDA not certified|CE certificate pending|not yet FDA approved|
CE - pending|CE (pending)|FDA expired|non-CE|无FDA|没有CE认证|未通过CE认证|CE认证申请中|FDA 申请中|sin FDA|sin certificado CE|FDA pendiente|CE en trámite|
kein CE|ohne LFGB|CE beantragt|LFGB in Vorbereitung|nicht OEKO-TEX zertifiziert|sans LFGB|CE en cours|pas de FDA|sem ANVISA|CE pendente|
FDA em andamento|CEなし|FDA未取得|CE 取得中|CE申請中|بدون CE|غير حلال|FDA قيد الإجراء|без CE|нет FDA|CE в процессе|FDA ожидается
"""
NOT_MADE_OF = """
faux leather|plastic-free|imitation leather|vegan leather|wood effect|wood-look|no plastic|without glass|不含塑料|无塑料|仿木|人造皮革|木纹|sin plástico|
cuero ecológico|imitación cuero|Lederoptik|plastikfrei|ohne Kunststoff|kunststofffreie Flasche|sans plastique|effet bois|sem plástico|efeito madeira|
couro falso|プラスチックフリー|プラスチック不使用|木目調|レザー風|بدون بلاستيك|без пластика|под дерево|не содержит латекс|latex-free gloves|free of latex
"""


@pytest.mark.parametrize("text", [one.strip() for one in NOT_CLAIMED.split("|")])
def test_a_certificate_that_is_denied_or_pending_is_not_claimed(text: str) -> None:
    named = find_certificates(text, running=False)
    assert named
    assert denied(text, named) == frozenset(named)
    codes = {one.code for one in named}
    assert not any(one.value in codes for one in parse_certificates(text))
    assert made_of(text, named) == ()  # what is quick to look at sees each of these words


@pytest.mark.parametrize(
    "text",
    [
        *(
            "not only FDA but also LFGB",
            "FDA approved",
            "certificate no. CE 1234",
            "BPA free",
            "sin BPA",
            "sem BPA",
        ),
        *("non-toxic, food safe", "CE认证", "no plastic, FDA", "FDA, no other", "CE No. 12"),
    ],
)
def test_a_certificate_is_claimed_where_nothing_takes_it_back(text: str) -> None:
    named = find_certificates(text, running=False)
    assert named
    assert denied(text, named) == frozenset()


@pytest.mark.parametrize(
    "text", ["no FDA or LFGB", "no CE/FDA", "CE and FDA pending", "sin CE ni FDA", "CE/FDA pending"]
)
def test_one_word_takes_back_what_is_named_together(text: str) -> None:
    named = find_certificates(text, running=False)
    assert len(named) == 2
    assert denied(text, named) == frozenset(named)


def test_of_several_certificates_only_the_denied_one_is_left_out_and_kept_as_text() -> None:
    found = parse_certificates("LFGB, no FDA, CE pending")
    assert [(one.value, one.confidence) for one in found] == [
        ("lfgb", 1.0),
        ("no FDA", 0.8),
        ("CE pending", 0.8),
    ]


@pytest.mark.parametrize("text", [one.strip() for one in NOT_MADE_OF.split("|")])
def test_a_material_that_is_denied_or_imitated_is_not_what_goods_are_made_of(text: str) -> None:
    named = find_materials(text, running=False)
    assert named
    assert denied(text, named) | imitated(text, named) == frozenset(named)
    assert made_of(text, named) == ()
    found = parse_material(text)
    assert found is not None
    assert found.value == text
    assert found.confidence < 1


@pytest.mark.parametrize(
    "text",
    [
        *(
            "stainless steel",
            "不锈钢",
            "genuine leather",
            "synthetic rubber",
            "合成ゴム",
            "rostfreier Stahl",
            "真皮",
        ),
        *(
            "tampa no vidro de 500 ml",
            "leather, glass free shipping",
            "non-stick ceramic",
            "BPA-free plastic",
        ),
        *(
            "lead-free glass",
            "нержавеющая сталь",
            "nylon no. 6",
            "nickel free steel",
            "крышка под стекло",
            "latex",
        ),
    ],
)
def test_a_material_is_named_where_nothing_takes_it_back(text: str) -> None:
    named = find_materials(text, running=False)
    assert named
    assert denied(text, named) | imitated(text, named) == frozenset()


SAID = """
    CE marked: claimed | no lead, CE: claimed | no lid, FDA/CE: claimed | non-toxic, CE: claimed | CE: no. 5: claimed | CE, no other: claimed
    no CE or other: denied | no lead or CE: denied | without any CE: denied | doesn't have CE: denied | keinerlei CE: denied | weder CE: denied
    0 % CE: denied | sin marcado; CE: claimed | dépourvu de CE: denied | isento de CE: denied | кроме CE: denied | لا يحتوي على CE: denied | 不带CE: denied | CEではない: denied
    CE is not included: denied | CE: n: denied | CE: ✗: denied | CE não incluído: denied | CE-frei: denied | CE free shipping: claimed
    CE optional: open | CE auf Anfrage: open | optionaler CE: open | CE (optional): open | CE (optional lid): claimed | CE - optional lid: claimed | apply for CE: open
    CE abgelaufen: open | CE en proceso: open | CE expirée: open | CE в ожидании: open | CE申请中: open | CE取得予定: open | CE قيد الإجراء: open
"""
SAYINGS = [one.strip().rsplit(": ", 1) for line in SAID.strip().splitlines() for one in line.split("|")]


@pytest.mark.parametrize(("text", "told"), SAYINGS)
def test_a_text_claims_denies_or_leaves_open_what_it_names(text: str, told: str) -> None:
    start = text.index("CE")
    assert said(text, start, start + 2) == told


@pytest.mark.parametrize(
    "text", [one.strip() for one in f"{NOT_CLAIMED}|{NOT_MADE_OF}|CE optional|wood dekor".split("|")]
)
def test_what_the_record_leaves_out_meets_no_question(text: str) -> None:
    named = find_certificates(text, running=False) or find_materials(text, running=False)
    told = {said_of(text, one) for one in named}
    assert told
    imitation = {one.code for one in named} == {"pu_leather"}  # a name of its own, which can be asked for
    assert imitation or "claimed" not in told


@pytest.mark.parametrize(
    "text",
    [
        "synthetic rubber",
        "合成ゴム",
        "крышка под стекло",
        "不锈钢调料罐",
        "木柄",
        "Stahl (optional mit Holz)",
    ],
)
def test_what_only_seems_to_be_taken_back_is_claimed(text: str) -> None:
    named = find_materials(text, running=False)
    assert named
    assert said_of(text, named[0]) == "claimed"
    assert named[0] in made_of(text, named)


def test_portuguese_no_before_a_name_denies_nothing() -> None:
    text = "toalha no tom azul"
    assert said(text, 10, 13, "pt") == "claimed"
    assert said(text, 10, 13, "es") == "denied"
