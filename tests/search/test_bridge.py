"""From a question's words to those of the catalogue, by meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dragoman.ports import Vectors
from dragoman.search.bridge import Bridge


class Directions:
    """An encoder of three words."""

    name = "directions"
    dimensions = 2

    def encode(self, texts: Sequence[str], /) -> Vectors:
        known = {"casque": (1.0, 0.0), "headphones": (0.0, 1.0)}
        return np.array([known.get(text, (0.0, 0.0)) for text in texts], dtype=np.float32)


def test_a_question_points_between_its_own_words_and_what_the_catalogue_would_say() -> None:
    bridge = Bridge(Directions())
    vector = bridge.with_translation(np.array([1.0, 0.0], dtype=np.float32), "headphones")
    assert vector is not None
    assert vector.tolist() == pytest.approx([0.4 / 0.52**0.5, 0.6 / 0.52**0.5])


@pytest.mark.parametrize("said", ["", "no word that is known"])
def test_without_anything_to_add_the_question_points_where_it_did(said: str) -> None:
    vector = Bridge(Directions()).with_translation(np.array([1.0, 0.0], dtype=np.float32), said)
    assert vector is not None
    assert vector.tolist() == [1.0, 0.0]


def test_a_question_that_means_nothing_to_the_encoder_gets_no_direction() -> None:
    assert Bridge(Directions()).with_translation(None, "headphones") is None
