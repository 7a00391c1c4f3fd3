"""Which offers are one product, in the SQLite file of the record."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from dragoman.ports import DoubtedGtin, OfferPair, ProductDecision, ProductGroup, SavePairs
from dragoman.stores.database import open_engine, reading, writing
from dragoman.stores.schema import (
    product_decisions,
    product_doubts,
    product_groups,
    product_pairs,
    product_state,
)

_CHUNK = 400
"""Ids per IN (...)."""


class SqlProducts:
    """Tables of their own beside the offers; several threads and processes may use them at once."""

    def __init__(self, path: Path) -> None:
        """Open the file of the record, or make it. Raises StoreError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = open_engine(path)

    # ------------------------------------------------------------------------ what the user said

    def decide(self, decision: ProductDecision, /) -> None:
        statement = insert(product_decisions).values(
            left_id=decision.left,
            right_id=decision.right,
            same=decision.same,
            made_at=decision.made_at.isoformat(),
        )
        with writing(self._engine) as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["left_id", "right_id"],
                    set_={"same": statement.excluded.same, "made_at": statement.excluded.made_at},
                )
            )

    def undecide(self, left: str, right: str, /) -> bool:
        one = and_(product_decisions.c.left_id == left, product_decisions.c.right_id == right)
        with writing(self._engine) as connection:
            return connection.execute(delete(product_decisions).where(one)).rowcount > 0

    def decisions(self) -> list[ProductDecision]:
        asked = select(product_decisions).order_by(product_decisions.c.left_id, product_decisions.c.right_id)
        with reading(self._engine) as connection:
            return [
                ProductDecision(
                    left=row.left_id,
                    right=row.right_id,
                    same=row.same,
                    made_at=datetime.fromisoformat(row.made_at),
                )
                for row in connection.execute(asked)
            ]

    # ------------------------------------------------------------------------ what was reckoned

    def matched(self) -> tuple[int, str]:
        with reading(self._engine) as connection:
            return _matched(connection)

    def save_pairs(self, batch: SavePairs, /) -> None:
        with writing(self._engine) as connection:
            if _matched(connection)[1] != batch.matcher:
                connection.execute(delete(product_pairs))
            for ids in _chunks(batch.looked_at):
                connection.execute(delete(product_pairs).where(_touches(ids)))
            if batch.pairs:
                statement = insert(product_pairs)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["left_id", "right_id"],
                        set_={
                            "confidence": statement.excluded.confidence,
                            "reasons": statement.excluded.reasons,
                        },
                    ),
                    [
                        {
                            "left_id": pair.left,
                            "right_id": pair.right,
                            "confidence": pair.confidence,
                            "reasons": json.dumps(pair.reasons, ensure_ascii=False),
                        }
                        for pair in batch.pairs
                    ],
                )
            state = insert(product_state).values(only=1, generation=batch.generation, matcher=batch.matcher)
            connection.execute(
                state.on_conflict_do_update(
                    index_elements=["only"],
                    set_={"generation": state.excluded.generation, "matcher": state.excluded.matcher},
                )
            )

    def pairs(self) -> list[OfferPair]:
        with reading(self._engine) as connection:
            return _sorted(_pairs(connection))

    def pairs_of(self, offer_ids: Sequence[str], /) -> list[OfferPair]:
        found: dict[tuple[str, str], OfferPair] = {}
        with reading(self._engine) as connection:
            for ids in _chunks(offer_ids):
                found |= {(pair.left, pair.right): pair for pair in _pairs(connection, _touches(ids))}
        return _sorted(found.values())

    def save_groups(self, groups: Sequence[ProductGroup], /) -> None:
        rows = [
            {"offer_id": offer_id, "group_id": group.group_id, "confidence": group.confidence}
            for group in groups
            for offer_id in group.offer_ids
        ]
        with writing(self._engine) as connection:
            connection.execute(delete(product_groups))
            if rows:
                connection.execute(product_groups.insert(), rows)

    def groups_of(self, offer_ids: Sequence[str], /) -> list[ProductGroup]:
        members: defaultdict[tuple[str, float], set[str]] = defaultdict(set)
        with reading(self._engine) as connection:
            for ids in _chunks(offer_ids):
                mine = select(product_groups.c.group_id).where(product_groups.c.offer_id.in_(ids))
                asked = select(product_groups).where(product_groups.c.group_id.in_(mine))
                for row in connection.execute(asked):
                    members[row.group_id, row.confidence].add(row.offer_id)
        return [
            ProductGroup(group_id=group_id, offer_ids=tuple(sorted(ids)), confidence=confidence)
            for (group_id, confidence), ids in sorted(members.items())
        ]

    def group_count(self) -> int:
        asked = select(func.count(product_groups.c.group_id.distinct()))
        with reading(self._engine) as connection:
            return int(connection.execute(asked).scalar() or 0)

    def save_doubts(self, doubts: Sequence[DoubtedGtin], /) -> None:
        rows = [{"gtin": one.gtin, "confidence": one.confidence, "reason": one.reason} for one in doubts]
        with writing(self._engine) as connection:
            connection.execute(delete(product_doubts))
            if rows:
                connection.execute(product_doubts.insert(), rows)

    def doubts(self) -> list[DoubtedGtin]:
        asked = select(product_doubts).order_by(product_doubts.c.gtin)
        with reading(self._engine) as connection:
            return [
                DoubtedGtin(gtin=row.gtin, confidence=row.confidence, reason=row.reason)
                for row in connection.execute(asked)
            ]

    def close(self) -> None:
        self._engine.dispose()


def _matched(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(product_state)).first()
    return (row.generation, row.matcher) if row is not None else (0, "")


def _touches(offer_ids: Sequence[str]) -> ColumnElement[bool]:
    return or_(product_pairs.c.left_id.in_(offer_ids), product_pairs.c.right_id.in_(offer_ids))


def _pairs(connection: Connection, *where: ColumnElement[bool]) -> list[OfferPair]:
    return [
        OfferPair(
            left=row.left_id,
            right=row.right_id,
            confidence=row.confidence,
            reasons=tuple(json.loads(row.reasons)),
        )
        for row in connection.execute(select(product_pairs).where(*where))
    ]


def _sorted(pairs: Iterable[OfferPair]) -> list[OfferPair]:
    return sorted(pairs, key=lambda pair: (-pair.confidence, pair.left, pair.right))


def _chunks(ids: Sequence[str]) -> list[list[str]]:
    once = list(dict.fromkeys(ids))
    return [once[start : start + _CHUNK] for start in range(0, len(once), _CHUNK)]
