"""An encoder in a process of its own keeps the contract, also after that process has died."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest

from dragoman.language import encode_process
from dragoman.language.encode import SentenceEncoder
from dragoman.language.encode_process import EncodingProcess
from dragoman.language.hashing import HashingEncoder
from dragoman.ports import Encoder
from dragoman.testing.encoder import EncoderContract


@pytest.fixture(scope="module")
def process() -> Iterator[EncodingProcess]:
    with EncodingProcess(HashingEncoder(dimensions=512), threads=1) as opened:
        yield opened


class TestEncodingProcess(EncoderContract):
    @pytest.fixture
    def encoder(self, process: EncodingProcess) -> Encoder:
        return process


def test_its_vectors_are_those_of_the_sentence_encoder(process: EncodingProcess) -> None:
    texts = [f"Steel bottle number {number}" for number in range(encode_process.CHUNK + 3)]
    np.testing.assert_allclose(process.encode(texts), SentenceEncoder().encode(texts), atol=2e-3)


def test_where_the_process_dies_the_other_encoder_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode_process, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    other = HashingEncoder()
    with EncodingProcess(other, threads=1) as encoder:
        np.testing.assert_array_equal(encoder.encode(["bottle", "jar"]), other.encode(["bottle", "jar"]))


def test_where_the_process_cannot_start_the_other_encoder_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode_process, "COMMAND", ("/nowhere/at/all",))
    other = HashingEncoder()
    with EncodingProcess(other, threads=1) as encoder:
        np.testing.assert_array_equal(encoder.encode(["bottle"]), other.encode(["bottle"]))
