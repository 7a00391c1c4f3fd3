"""An encoder in a process of its own keeps the contract, also after that process has died."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dragoman.child_process import MOST_STARTS
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


DIES_ONCE = """
import pathlib, runpy, sys
died = pathlib.Path(sys.argv.pop(1))
if not died.exists():
    died.touch()
    sys.exit(9)
runpy.run_module("dragoman.language.encode_child", run_name="__main__")
"""


def test_a_process_that_is_killed_is_started_again_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(encode_process, "COMMAND", (sys.executable, "-c", DIES_ONCE, str(tmp_path / "died")))
    with EncodingProcess(HashingEncoder(dimensions=512), threads=1) as encoder:
        texts = ["Steel bottle", "Glass jar"]
        np.testing.assert_allclose(encoder.encode(texts), SentenceEncoder().encode(texts), atol=2e-3)
        assert encoder._process is not None


def test_a_process_that_dies_again_and_again_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    script = f"open({str(starts)!r}, 'a').write('x')"
    monkeypatch.setattr(encode_process, "COMMAND", (sys.executable, "-c", script))
    other = HashingEncoder()
    with EncodingProcess(other, threads=1) as encoder:
        np.testing.assert_array_equal(encoder.encode(["bottle", "jar"]), other.encode(["bottle", "jar"]))
    assert starts.read_text() == "x" * MOST_STARTS
