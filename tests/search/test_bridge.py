"""From a question's words to those of the catalogue, by meaning."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.ports import Vector
from dragoman.search.bridge import with_translation


def vector(*numbers: float) -> Vector:
    return np.array(numbers, dtype=np.float32)


def test_a_question_points_between_its_own_words_and_what_the_catalogue_would_say() -> None:
    found = with_translation(vector(1.0, 0.0), vector(0.0, 1.0))
    assert found.tolist() == pytest.approx([0.4 / 0.52**0.5, 0.6 / 0.52**0.5])


def test_a_translation_that_means_nothing_leaves_the_direction_as_it_was() -> None:
    assert with_translation(vector(1.0, 0.0), vector(0.0, 0.0)).tolist() == [1.0, 0.0]
