"""Every store of products keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.ports import ProductStore
from dragoman.stores.memory_products import MemoryProducts
from dragoman.stores.products import SqlProducts
from dragoman.testing.product_store import ProductStoreContract, decision


class TestMemoryProducts(ProductStoreContract):
    @pytest.fixture
    def products(self) -> ProductStore:
        return MemoryProducts()


class TestSqlProducts(ProductStoreContract):
    @pytest.fixture
    def products(self, tmp_path: Path) -> Iterator[ProductStore]:
        store = SqlProducts(tmp_path / "record.sqlite3")
        yield store
        store.close()

    def test_decisions_outlive_the_process(self, tmp_path: Path) -> None:
        first = SqlProducts(tmp_path / "record.sqlite3")
        first.decide(decision("a", "b", same=True))
        first.close()
        again = SqlProducts(tmp_path / "record.sqlite3")
        assert again.decisions() == [decision("a", "b", same=True)]
        again.close()
