"""The engines by name; each module is imported in the engine's own process only."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from benchmarks.side_by_side.engine import Engine

MODULES = {
    "dragoman": ("dragoman_index", ()),
    "tantivy+faiss": ("by_hand", ()),
    "lancedb": ("lance", ("lancedb",)),
    "qdrant-edge": ("qdrant", ("qdrant_edge",)),
    "milvus-lite": ("milvus", ("pymilvus", "milvus_lite")),
    "haystack": ("haystack_memory", ("haystack",)),
}
"""Engine -> its module here, and what must be installed for it."""


def missing(name: str, /) -> tuple[str, ...]:
    """What is not installed of what the engine needs."""
    return tuple(one for one in MODULES[name][1] if find_spec(one) is None)


def opened(name: str, /) -> Engine:
    engine: Engine = import_module(f"benchmarks.side_by_side.engines.{MODULES[name][0]}").make()
    return engine
