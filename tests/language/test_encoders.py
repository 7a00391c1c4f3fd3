"""Both encoders keep the contract; the real one knows meaning across languages."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.language.encode import SentenceEncoder
from dragoman.language.hashing import HashingEncoder
from dragoman.ports import Encoder
from dragoman.testing.encoder import EncoderContract


@pytest.fixture(scope="module")
def sentence_encoder() -> SentenceEncoder:
    return SentenceEncoder()


class TestSentenceEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, sentence_encoder: SentenceEncoder) -> Encoder:
        return sentence_encoder


class TestHashingEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return HashingEncoder()


@pytest.mark.parametrize(
    "words", ["不锈钢保温杯", "botella térmica de acero", "Isolierflasche aus Stahl", "стальная термобутылка"]
)
def test_a_bottle_is_nearer_to_a_bottle_than_to_a_lamp_in_every_language(
    words: str, sentence_encoder: SentenceEncoder
) -> None:
    asked, bottle, lamp = sentence_encoder.encode([words, "insulated steel bottle", "desk lamp with LED"])
    assert float(np.dot(asked, bottle)) > float(np.dot(asked, lamp))
