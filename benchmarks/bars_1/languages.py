"""Bar 7: the demo question in nine languages finds insulated bottles and is understood."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.running import SAMPLES, Json, run_json, serving, with_sample_rates

sys.path.insert(0, str(SAMPLES))

from writers.lists import all_files

QUESTIONS = {
    "en": "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe",
    "zh": "500个不锈钢保温杯，750毫升，4美元以下，6周内送到汉堡，食品级",
    "es": "500 botellas térmicas de acero, 750 ml, por menos de 4 USD, a Hamburgo en 6 semanas, aptas para alimentos",
    "de": "500 isolierte Stahlflaschen, 750 ml, unter 4 USD, nach Hamburg in 6 Wochen, lebensmittelecht",
    "fr": "500 bouteilles isothermes en acier, 750 ml, moins de 4 USD, à Hambourg en 6 semaines, qualité alimentaire",
    "pt": "500 garrafas térmicas de aço, 750 ml, abaixo de 4 USD, para Hamburgo em 6 semanas, próprias para alimentos",
    "ja": "断熱ステンレスボトル 500本、750ml、4ドル以下、ハンブルクまで6週間以内、食品対応",
    "ar": "500 زجاجة فولاذية معزولة، 750 مل، أقل من 4 دولار، إلى هامبورغ خلال 6 أسابيع، صالحة للأغذية",
    "ru": "500 стальных термобутылок, 750 мл, дешевле 4 долларов, в Гамбург за 6 недель, для пищевых продуктов",
}
WANTED = {
    "quantity": "500 piece",
    "budget": "<= 4 USD per piece",
    "destination": "Hamburg, DE",
    "certificate:food_contact": "food_contact",
}


def measure(work: Path) -> Iterator[Bar]:
    home = with_sample_rates(work / "samples")
    run_json(home, "ingest", str(SAMPLES / "catalogues"))
    types = _product_types()
    with serving(home) as server:
        for language, question in QUESTIONS.items():
            yield _bar(language, server.get("/api/search", q=question), types)


def _product_types() -> dict[tuple[str, str], str]:
    """(supplier, external id) -> product type, as the generator of the samples knows them."""
    rows = (found.truth for made in all_files() for found in made.found)
    return {(row.supplier, row.external_id): row.product_type for row in rows if row is not None}


def _bar(language: str, answer: Json, types: dict[tuple[str, str], str]) -> Bar:
    first = [types.get((hit["supplier"], hit["external_id"]), "?") for hit in answer["hits"][:3]]
    understood = {one["requirement"]: one["wanted"] for one in answer["query"]["requirements"]}
    missing = [name for name, wanted in WANTED.items() if understood.get(name) != wanted]
    return Bar(
        number=f"7{language}",
        name="the demo question",
        figure=f"first three: {', '.join(first)}; not understood: {missing or 'nothing'}",
        passed="insulated_bottle" in first and not missing,
    )
