"""What the figures of an evaluation are called on the page, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.evaluate.classes import QueryClass
from dragoman.evaluate.report import Measure
from dragoman.faces.web.interface import marked

QUERY_KINDS: Mapping[QueryClass, str] = {
    "identifier": marked("Part number"),
    "brand": marked("Brand"),
    "brand_and_product": marked("Brand and product"),
    "attributes": marked("With properties"),
    "one_word": marked("One word"),
    "several_words": marked("Several words"),
}

MEASURE_NAMES: Mapping[Measure, str] = {
    "ndcg@10": "nDCG@10",
    "condensed_ndcg@10": marked("condensed"),
    "judged@10": marked("judged"),
    "mrr": "MRR",
    "recall@50": marked("recall@50"),
}
"""As columns are headed; nDCG and MRR are the same in every language."""

MEASURE_MEANINGS: Mapping[Measure, str] = {
    "ndcg@10": marked(
        "How good the first ten are, 1 being the best possible order. What nobody rated counts as wrong."
    ),
    "condensed_ndcg@10": marked(
        "The same after what nobody rated is taken out. It flatters where little is judged."
    ),
    "judged@10": marked("Share of the first ten that somebody rated."),
    "mrr": marked("1 divided by the place of the first right offer."),
    "recall@50": marked("Share of the right offers that are among the first fifty."),
}

RATINGS: Mapping[int | None, str] = {
    3: marked("just right"),
    2: marked("good"),
    1: marked("tolerable"),
    0: marked("wrong"),
    None: marked("not judged"),
}
