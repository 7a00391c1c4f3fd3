"""The lexicon's tables are whole, and a name means one kind, but for the few that trade itself uses for two."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from dragoman.model import LANGUAGES, Language
from dragoman.vocabulary import lexicon
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.lexicon import concepts, name_of

TABLES = sorted(one.name for one in files(lexicon).iterdir() if one.name.endswith(".tsv"))
DOUBLE: dict[tuple[Language, str], set[str]] = {
    ("en", "cap"): {"baseball_cap", "cap_closure"},
    ("en", "compass"): {"compass_navigation", "drawing_compass"},
    ("en", "mixer"): {"hand_mixer_appliance", "stand_mixer"},
    ("en", "notebook"): {"laptop", "paper_notebook"},
    ("en", "plug"): {"electrical_plug", "plug_socket"},
    ("en", "ring"): {"ring", "ring_part"},
    ("en", "scooter"): {"electric_scooter", "kick_scooter"},
    ("en", "stamp"): {"postage_stamp", "rubber_stamp"},
    ("en", "stove"): {"cooking_hob", "range_cooker"},
    ("en", "switch"): {"network_switch", "wall_switch"},
    ("zh", "耳塞"): {"earbuds", "earplugs"},
    ("es", "bateria"): {"battery", "drum_kit"},
    ("es", "estufa"): {"range_cooker", "space_heater"},
    ("es", "mandolina"): {"banjo_mandolin", "mandoline_slicer"},
    ("es", "papel vegetal"): {"baking_paper", "tracing_paper"},
    ("es", "pintura al oleo"): {"oil_paint_art", "wall_art"},
    ("es", "scooter"): {"electric_scooter", "kick_scooter"},
    ("de", "kissen"): {"cushion", "pillow"},
    ("de", "rasierer"): {"electric_shaver", "razor"},
    ("de", "scooter"): {"electric_scooter", "kick_scooter"},
    ("fr", "batterie"): {"battery", "drum_kit"},
    ("fr", "casque"): {"headphones", "helmet"},
    ("fr", "scooter"): {"electric_scooter", "kick_scooter"},
    ("fr", "serviette"): {"paper_napkin", "towel"},
    ("pt", "bateria"): {"battery", "drum_kit"},
    ("pt", "fone de ouvido bluetooth"): {"bluetooth_headphones", "wireless_earbuds"},
    ("pt", "fone de ouvido sem fio"): {"bluetooth_headphones", "wireless_earbuds"},
    ("pt", "papel vegetal"): {"baking_paper", "tracing_paper"},
    ("pt", "scooter"): {"electric_scooter", "kick_scooter"},
    ("pt", "tinta"): {"ink", "paint"},
    ("ru", "кран"): {"crane", "faucet"},
    ("ru", "мандолина"): {"banjo_mandolin", "mandoline_slicer"},
    ("ru", "ручка"): {"handle", "pen"},
}
"""Names with two meanings in trade, folded. Any other name that stands in two kinds is a slip."""


def _rows(table: str) -> list[list[str]]:
    with (files(lexicon) / table).open(encoding="utf-8") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_name_in_every_language_for_every_kind(table: str) -> None:
    header, *rows = _rows(table)
    assert header == ["kind", *LANGUAGES]
    assert rows
    wrong = [row for row in rows if len(row) != len(header)]
    wrong += [row for row in rows if not all(name.strip() for cell in row for name in cell.split("|"))]
    assert wrong == []


@pytest.mark.parametrize("table", TABLES)
def test_a_cell_names_nothing_twice(table: str) -> None:
    twice = [
        (row[0], name)
        for row in _rows(table)[1:]
        for cell in row[1:]
        for name, times in Counter(cell.casefold().split("|")).items()
        if times > 1
    ]
    assert twice == []


def test_a_kind_stands_in_one_table_only() -> None:
    times = Counter(row[0] for table in TABLES for row in _rows(table)[1:])
    assert {code: count for code, count in times.items() if count > 1} == {}
    assert concepts().keys() == times.keys()


def test_only_the_names_that_trade_uses_for_two_kinds_stand_in_two() -> None:
    kinds: dict[tuple[Language, str], set[str]] = {}
    for concept in concepts().values():
        for language in LANGUAGES:
            for name in concept.names[language]:
                kinds.setdefault((language, fold_keeping_places(name)[0]), set()).add(concept.code)
    assert {name: codes for name, codes in kinds.items() if len(codes) > 1} == DOUBLE
    assert all(len(codes) == 2 for codes in DOUBLE.values())


def test_a_notebook_is_a_computer_or_for_writing_and_each_has_a_name_of_its_own() -> None:
    assert name_of("laptop", "en") == "laptop"
    assert name_of("paper_notebook", "en") == "paper notebook"


@pytest.mark.parametrize(
    ("general", "names"),
    [
        ("cable", "cable|线缆|cable|Kabel|câble|cabo|ケーブル|كابل|кабель"),
        ("charger", "charger|充电器|cargador|Ladegerät|chargeur|carregador|充電器|شاحن|зарядное устройство"),
        ("pump", "pump|泵|bomba|Pumpe|pompe|bomba|ポンプ|مضخة|насос"),
        ("valve", "valve|阀门|válvula|Ventil|vanne|válvula|バルブ|صمام|клапан"),
        ("glove", "glove|手套|guante|Handschuh|gant|luva|手袋|قفاز|перчатки"),
        ("knife", "knife|刀具|cuchillo|Messer|couteau|faca|ナイフ|سكين|нож"),
        ("scissors", "scissors|剪刀|tijeras|Schere|ciseaux|tesoura|はさみ|مقص|ножницы"),
        ("telephone", "phone|电话|teléfono|Telefon|téléphone|telefone|電話|هاتف|телефон"),
        ("tool", "tool|工具|herramienta|Werkzeug|outil|ferramenta|工具|أداة|инструмент"),
        ("scale", "scale|秤|báscula|Waage|balance|balança|はかり|ميزان|весы"),
        ("kettle", "kettle|热水壶|hervidor|Kessel|bouilloire|chaleira|ケトル|غلاية|чайник"),
        ("ball", "ball|皮球|pelota|Ball|ballon|bola|スポーツボール|كرة|мяч"),
        ("drawer", "drawer|抽屉|cajón|Schublade|tiroir|gaveta|引き出し|درج|выдвижной ящик"),
        ("mask", "mask|面罩|mascarilla|Maske|masque|máscara|面マスク|قناع|маска"),
        ("poster", "poster|海报|póster|Poster|poster|pôster|ポスター|بوستر|постер"),
        ("tray", "tray|托盘|bandeja|Ablageschale|plateau|bandeja|トレー|صينية تجميع|лоток"),
    ],
)
def test_a_word_for_all_of_a_kind_is_the_general_kind_in_every_language(general: str, names: str) -> None:
    for language, name in zip(LANGUAGES, names.split("|"), strict=True):
        assert name_of(general, language) == name
        holders = [one.code for one in concepts().values() if name in one.names[language]]
        assert holders == [general]
