"""From evidence to probabilities: a weighted sum of each subheading's evidence, sharpened or blurred by how sure such
evidence is, and a softmax over all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import numpy as np

from dragoman.classify.evidence import FEATURES, READ, Evidence
from dragoman.classify.headings import Weights, headings
from dragoman.classify.sureness import ABOUT, CASES, KIND_COLUMNS, Case, Floats, case_of, factor
from dragoman.model import Language

Group = Literal["english_name", "english_text", "read_name", "read_text", "glossary_name", "glossary_text"]
"""Texts that give evidence of one kind: English, in which the nomenclature is; in languages that the encoder reads; in
those of which only the glossary's words are understood; each as a product's name, or a text that describes."""
GROUPS: tuple[Group, ...] = get_args(Group)

FILE = "weights.json"
"""What `benchmarks/train_classifier.py` has learnt; its card is in docs/explanation/hs-codes.md."""
COVERED = np.float32(0.9)
"""Share of titles naming a kind whose heading is among those listed for it: 352 of 391 of the samples (2026-11-26). Of
the others the rest of the evidence decides."""


@cache
def learnt() -> Mapping[Group, Weights]:
    """Shape (features,) for each group of languages. Raises ValueError where the file has other features."""
    told = _file()["weights"]
    wrong = [group for group in GROUPS if tuple(told.get(group, ())) != FEATURES]
    if wrong:
        raise ValueError(f"{FILE}: expected weights of {', '.join(FEATURES)} for {', '.join(wrong)}")
    return {group: np.array(list(told[group].values()), dtype=np.float32) for group in GROUPS}


@cache
def sureness() -> Mapping[Case, Floats]:
    """Shape (sureness.ABOUT,) for each case. Raises ValueError where the file is about other things."""
    told = _file()["sureness"]
    wrong = [case for case in CASES if tuple(told.get(case, ())) != ABOUT]
    if wrong:
        raise ValueError(f"{FILE}: expected {', '.join(ABOUT)} for {', '.join(wrong)}")
    return {case: np.array(list(told[case].values())) for case in CASES}


def _file() -> dict[str, dict[str, dict[str, float]]]:
    told: dict[str, dict[str, dict[str, float]]] = json.loads(
        (files(__package__) / FILE).read_text(encoding="utf-8")
    )
    return told


def group_of(language: Language, /, *, described: bool) -> Group:
    if language == "en":
        return "english_text" if described else "english_name"
    if language in READ:
        return "read_text" if described else "read_name"
    return "glossary_text" if described else "glossary_name"


def chances(of: Evidence, /) -> Weights:
    """The probability of each subheading by the texts alone: shape (subheadings,), sums to 1."""
    group = group_of(of.language, described=of.described)
    weights = learnt()[group]
    sharpened = np.float32(factor(of, case_of(group, of.told), weights, sureness()))
    found = _softmax(of.rows @ weights * sharpened)
    if of.told != "kind" or of.described:
        return found
    otherwise = weights.copy()
    otherwise[KIND_COLUMNS] = 0
    return COVERED * found + (1 - COVERED) * _softmax(of.rows @ otherwise)


def _softmax(logits: Weights) -> Weights:
    raised = np.exp(logits - logits.max())
    found: Weights = raised / raised.sum()
    return found


def of_headings(by_subheading: Weights, /) -> Weights:
    """The probability of each heading: shape (headings,)."""
    table = headings()
    return np.bincount(table.heading_of, weights=by_subheading, minlength=len(table.headings)).astype(
        np.float32
    )
