"""The index on this machine's disk: Tantivy for words, FAISS and NumPy for meaning, columns for the rest."""

from dragoman.indexes.local.index import LocalIndex, forget, holds_offers

__all__ = ["LocalIndex", "forget", "holds_offers"]
