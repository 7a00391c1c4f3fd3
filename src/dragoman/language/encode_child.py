"""Run as a program of its own: encodes the texts that it is sent, so that another process can go on meanwhile.

    python -m dragoman.language.encode_child THREADS

Each message on standard input is four bytes of length (big endian) and MessagePack: a list of texts. The answer is their
vectors, float32 in this machine's order, one after the other. It ends when standard input does, as when who started it dies.
"""

from __future__ import annotations

import os
import sys

import msgspec

from dragoman.language.encode import SentenceEncoder


def main() -> None:
    """Answer until nothing more is asked."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    encoder = SentenceEncoder(threads=int(sys.argv[1]))
    decoder = msgspec.msgpack.Decoder(list[str])
    questions = sys.stdin.buffer
    while len(size := questions.read(4)) == 4:
        texts = decoder.decode(questions.read(int.from_bytes(size, "big")))
        answers.write(encoder.encode(texts).tobytes())
        answers.flush()


if __name__ == "__main__":
    main()
