"""The contract of every `Encoder`: subclass it, give the fixture `encoder`."""

from __future__ import annotations

import threading

import numpy as np

from dragoman.ports import Encoder, Vectors

TEXTS = [
    "steel bottle",
    "不锈钢保温杯",
    "Flasche aus Edelstahl",
    "",
    "   ",
    "x" * 100_000,
    "\ud7ff \U0001f37a {{7*7}}",
]


class EncoderContract:
    """What callers rely on."""

    def test_each_text_becomes_one_row_of_the_stated_dimensions(self, encoder: Encoder) -> None:
        assert encoder.encode(TEXTS).shape == (len(TEXTS), encoder.dimensions)
        assert encoder.encode([]).shape == (0, encoder.dimensions)

    def test_rows_have_length_one_and_an_empty_text_length_zero(self, encoder: Encoder) -> None:
        norms = np.linalg.norm(encoder.encode(TEXTS), axis=1)
        expected = [1.0 if text.strip() else 0.0 for text in TEXTS]
        np.testing.assert_allclose(norms, expected, atol=1e-3)

    def test_a_text_has_the_same_vector_alone_and_in_company(self, encoder: Encoder) -> None:
        together = encoder.encode(TEXTS)
        for row, text in enumerate(TEXTS):
            np.testing.assert_allclose(encoder.encode([text])[0], together[row], atol=2e-3)

    def test_threads_may_share_an_encoder(self, encoder: Encoder) -> None:
        expected = encoder.encode(TEXTS)
        answers: list[Vectors] = []
        threads = [
            threading.Thread(target=lambda: answers.append(encoder.encode(TEXTS))) for _one in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(answers) == 4
        for answer in answers:
            np.testing.assert_allclose(answer, expected, atol=1e-5)

    def test_the_name_tells_encoders_apart(self, encoder: Encoder) -> None:
        assert encoder.name.strip()
