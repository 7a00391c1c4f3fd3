"""Offers, vectors and questions that every engine gets: made once for a size and seed, kept under .bench/.

Words are Dragoman's own tokens, each under a short name ("w17"), so that no engine's tokenizer, stemmer or list of
stop words changes what is asked; all engines search the same single field.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import feather

from benchmarks.running import ROOT
from benchmarks.side_by_side.offers import NAME, Made, made
from dragoman.language.encode import DIMENSIONS, SentenceEncoder
from dragoman.normalise.text import analyse
from dragoman.ports import IndexDocument, TextField, Vectors

HOME = ROOT / ".bench" / "side_by_side"
FIELD: TextField = "summary"
"""Searched: title, category, brand and description together."""
BATCH = 1024
NO_MOQ = 1e12
"""Stands where an offer has no minimum order, so that "at most" leaves it out in every engine."""
QUESTIONS = 200
TUNING = 40
"""Further questions that the engines' settings are tuned on."""
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_SPREAD_DAYS = 365
_VERSION = 1

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Some words of an offer's title, as a buyer would type them."""

    words: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """One folder of them; opened by every process for itself."""

    folder: Path

    @cached_property
    def facts(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.folder / "corpus.json").read_text())
        return found

    @cached_property
    def table(self) -> pa.Table:
        """row, words, supplier, country, category ("" for none), moq, changed (seconds since 1970, UTC)."""
        return feather.read_table(self.folder / "offers.arrow")

    @cached_property
    def vectors(self) -> Vectors:
        loaded: Vectors = np.load(self.folder / "vectors.npy", mmap_mode="r")
        return loaded

    @cached_property
    def question_vectors(self) -> Vectors:
        loaded: Vectors = np.load(self.folder / "question_vectors.npy")
        return loaded

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """QUESTIONS that are measured, then TUNING others."""
        return self._read_questions("questions")

    @cached_property
    def broad(self) -> tuple[Question, ...]:
        """Two or three words that about a tenth of the offers carry."""
        return self._read_questions("broad")

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def documents(self) -> Iterator[list[IndexDocument]]:
        """In batches, with their vectors."""
        with (self.folder / "documents.pickle").open("rb") as file:
            done = 0
            while done < len(self):
                batch: list[IndexDocument] = pickle.load(file)
                yield [
                    replace(one, vector=np.array(self.vectors[done + place]))
                    for place, one in enumerate(batch)
                ]
                done += len(batch)

    def _read_questions(self, name: str) -> tuple[Question, ...]:
        found = json.loads((self.folder / f"{name}.json").read_text())
        return tuple(Question(words=tuple(one["words"]), tokens=tuple(one["tokens"])) for one in found)


def prepared(offers: int, *, seed: int) -> Corpus:
    """The corpus of this size, made where it is not there yet (200,000 offers: many minutes)."""
    folder = HOME / f"{offers}-{seed}-{_VERSION}-{NAME.replace(' ', '-')}"
    if not (folder / "corpus.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(folder, offers, seed)
    return Corpus(folder)


def _make(folder: Path, offers: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    changed = _EPOCH.timestamp() + random.permutation(offers).astype(np.float64) * (
        _SPREAD_DAYS * 86400 / offers
    )
    names: dict[str, str] = {}
    columns: dict[str, list[object]] = {
        name: [] for name in ("row", "words", "supplier", "country", "category", "moq", "changed")
    }
    asked_at = set(random.choice(offers, min(offers, 4 * (QUESTIONS + TUNING)), replace=False).tolist())
    asked: list[tuple[str, tuple[str, ...]]] = []
    to_encode: list[str] = []
    with (folder / "documents.pickle").open("wb") as file:
        batch: list[IndexDocument] = []
        for row, one in enumerate(made(offers, seed, changed, work=folder / "work")):
            tokens = one.document.text.get(FIELD, ())
            short = [names.setdefault(token, f"w{len(names)}") for token in tokens]
            facets = {name: values[0] for name, values in one.document.facets.items()}
            columns["row"].append(row)
            columns["words"].append(" ".join(short))
            columns["supplier"].append(facets.get("supplier", ""))
            columns["country"].append(facets.get("country", ""))
            columns["category"].append(facets.get("category", ""))
            columns["moq"].append(one.document.numbers.get("moq", NO_MOQ))
            columns["changed"].append(int(one.document.numbers["updated_at"]))
            to_encode.append(one.to_encode)
            if row in asked_at:
                asked.extend(_piece(one, random))
            batch.append(one.document)
            if len(batch) == BATCH:
                pickle.dump(batch, file)
                batch = []
        if batch:
            pickle.dump(batch, file)
    table = pa.table(columns)
    feather.write_feather(table, folder / "offers.arrow", compression="uncompressed")
    _write_vectors(folder, to_encode)
    _write_questions(folder, asked, names, random)
    _write_broad(folder, names, table["words"].to_pylist(), random)
    facts = {
        "offers": offers,
        "seed": seed,
        "generator": NAME,
        "encoder": SentenceEncoder().name,
        "dimensions": DIMENSIONS,
        "words": len(names),
        "mean_words": float(np.mean([text.count(" ") + 1 for text in table["words"].to_pylist()])),
    }
    (folder / "corpus.json").write_text(json.dumps(facts, indent=1))


def _piece(one: Made, random: np.random.Generator) -> list[tuple[str, tuple[str, ...]]]:
    """Two to four words of the title in a row (six signs where no spaces are written), with their tokens."""
    words = one.title.split()
    wanted = int(random.integers(2, 5))
    if len(words) > 1:
        start = int(random.integers(0, max(1, len(words) - wanted + 1)))
        text = " ".join(words[start : start + wanted])
    else:
        text = one.title[: wanted + 3]
    tokens = tuple(dict.fromkeys(analyse(text, one.language)))
    return [(text, tokens)] if tokens else []


def _write_vectors(folder: Path, texts: Sequence[str]) -> None:
    """Kept by what was encoded, so that another corpus of the same offers needs no encoding."""
    digest = blake2b("\n".join(texts).encode(), digest_size=10).hexdigest()
    kept = HOME / f"vectors-{digest}.npy"
    if not kept.exists():
        encoder = SentenceEncoder()
        blocks = [encoder.encode(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        np.save(kept, np.concatenate(blocks))
    link = folder / "vectors.npy"
    link.unlink(missing_ok=True)
    link.symlink_to(kept)


def _write_questions(
    folder: Path,
    asked: Sequence[tuple[str, tuple[str, ...]]],
    names: dict[str, str],
    random: np.random.Generator,
) -> None:
    known = [(text, kept) for text, tokens in asked if (kept := tuple(one for one in tokens if one in names))]
    wanted = QUESTIONS + TUNING
    if len(known) < wanted:
        raise ValueError(f"expected titles for {wanted} questions, got {len(known)}; ask for more offers")
    chosen = [known[place] for place in random.permutation(len(known))[:wanted].tolist()]
    encoder = SentenceEncoder()
    np.save(folder / "question_vectors.npy", np.concatenate([encoder.encode([text]) for text, _ in chosen]))
    _save(folder / "questions.json", [tokens for _, tokens in chosen], names)


def _write_broad(
    folder: Path, names: dict[str, str], texts: Sequence[str], random: np.random.Generator
) -> None:
    rows = rows_by_word(texts)
    common = sorted(rows, key=lambda word: -len(rows[word]))
    usual = [word for word in common if 0.01 * len(texts) <= len(rows[word]) <= 0.10 * len(texts)]
    token_of = {name: token for token, name in names.items()}
    found: list[tuple[str, ...]] = []
    for _ in range(200 * QUESTIONS):
        if len(found) == QUESTIONS or len(usual) < 2:
            break
        some = [
            usual[place]
            for place in random.choice(len(usual), min(len(usual), int(random.integers(2, 4))), replace=False)
        ]
        matching = len(np.unique(np.concatenate([rows[word] for word in some])))
        if 0.08 * len(texts) <= matching <= 0.12 * len(texts):
            found.append(tuple(token_of[word] for word in some))
    if not found:
        raise ValueError(
            "no two or three words match a tenth of the offers; the generator's words are too rare"
        )
    _save(folder / "broad.json", found, names)


def _save(path: Path, questions: Sequence[tuple[str, ...]], names: dict[str, str]) -> None:
    made = [Question(words=tuple(names[one] for one in tokens), tokens=tokens) for tokens in questions]
    path.write_text(json.dumps([asdict(one) for one in made], ensure_ascii=False))


def rows_by_word(texts: Sequence[str], only: set[str] | None = None) -> dict[str, Ints]:
    """Rows that carry each word, rising; of `only` these words where given."""
    found: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for word in set(text.split()):
            if only is None or word in only:
                found.setdefault(word, []).append(row)
    return {word: np.array(rows, dtype=np.int64) for word, rows in found.items()}
