"""How sharply evidence may be read: the factor before the softmax, by what there is to go by.

The weights say what is likelier than what. How much likelier depends on the case: a kind that the lexicon knows and the
other evidence bears out says more than one that nothing else speaks for, and of goods that no name is known of much
less is sure than their best guess looks. One factor for each case, from a few numbers about its evidence (as in
temperature scaling, Guo and others 2017, with a temperature that is looked up instead of one for all); the order of the
subheadings stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, cast, get_args

import numpy as np
import numpy.typing as npt

from dragoman.classify.evidence import Evidence, Told
from dragoman.classify.headings import Rows, Weights, headings

Case = Literal[
    "english_name_kind",
    "english_name_vague",
    "english_name_none",
    "english_text",
    "read_name_kind",
    "read_name_vague",
    "read_name_none",
    "read_text",
    "glossary_name",
    "glossary_text",
]
"""A group of `weighing`, for names parted by what the lexicon knows of their kind; the glossary's languages have no
kinds, and of a text that lists many things its kind tells little."""
CASES: tuple[Case, ...] = get_args(Case)
ABOUT = ("one", "top", "lead", "meaning", "words", "words_heading", "agrees", "faith", "strength")
"""Of a case: 1; the first heading's probability at factor 1; its lead before the second (logarithm, at most LEAD, as a
share of it); the highest `meaning`, `words`, `words_heading`; whether the kind's heading is first by the other
evidence alone, how probable it is by that, and how surely the kind is what is sold."""
KIND_COLUMNS = slice(4, 7)
"""Of evidence: what the lexicon says of the kind."""
LEAD = 6.0
MOST = 2.0
"""Logarithm of the largest factor, and of one through the smallest."""

Floats = npt.NDArray[np.float64]


def case_of(group: str, told: Told, /) -> Case:
    return cast("Case", f"{group}_{told}" if group in ("english_name", "read_name") else group)


def about(of: Evidence, weights: Weights, /) -> Floats:
    """Shape (ABOUT,).

    Args:
        weights: Of the evidence's columns, in their order.
    """
    rows = of.rows
    without_kinds = weights.copy()
    without_kinds[KIND_COLUMNS] = 0
    found = np.sort(log_headings(rows @ weights))[::-1]
    told = [1.0, np.exp(found[0]), min(found[0] - found[1], LEAD) / LEAD]
    told += [float(rows[:, column].max()) for column in (0, 2, 3)]
    by_kind = np.maximum.reduceat(rows[:, 4], first_of_headings())
    if not by_kind.any():
        return np.array([*told, 0.0, 0.0, 0.0])
    others = log_headings(rows @ without_kinds)
    place = int(by_kind.argmax())
    return np.array(
        [*told, float(others.argmax() == place), float(np.exp(others[place])), float(by_kind[place])]
    )


def factor(of: Evidence, case: Case, weights: Weights, learnt: Mapping[Case, Floats], /) -> float:
    """What the logits are multiplied by, in [exp(-MOST), exp(MOST)]; at most 1 where no name of the goods is known: what
    was learnt on names without their kind holds for names, and such a text may be none ("model QX 200 new")."""
    most = 0.0 if case.endswith("_none") else MOST
    return float(np.exp(np.clip(about(of, weights) @ learnt[case], -MOST, most)))


def log_headings(logits: Weights, /) -> Floats:
    """Logarithms of the probability of each heading by its subheadings' logits: shape (headings,)."""
    raised = np.exp(logits.astype(np.float64) - logits.max())
    summed = np.add.reduceat(raised, first_of_headings())
    logs: Floats = np.log(np.maximum(summed / summed.sum(), 1e-30))
    return logs


@cache
def first_of_headings() -> Rows:
    """The place of each heading's first subheading: they stand by code, so that those of one stand together."""
    return np.searchsorted(headings().heading_of, np.arange(len(headings().headings)))
