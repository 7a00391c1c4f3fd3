"""What can be wrong inside the record: pages of the file, rows that point nowhere, numbers that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from dragoman.stores.schema import offer_versions, offers, state

_SHOWN = 20
"""Of SQLite's own findings."""


def damaged(connection: Connection, /) -> Iterator[str]:
    """Each thing wrong, in words; reads the whole file, about 1 GB in 10 s."""
    pages = connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})").scalars().all()
    yield from (f"record: SQLite says: {said}" for said in pages if said != "ok")
    for table, row, parent, _number in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(
        _SHOWN
    ):
        yield f"record: row {row} of {table} belongs to a row of {parent} that is not there"
    reached = connection.execute(select(state.c.generation)).scalars().all()
    highest = connection.execute(select(func.coalesce(func.max(offers.c.generation), 0))).scalar_one()
    if len(reached) != 1 or reached[0] < highest:
        yield f"record: expected a generation of at least {highest}, its newest offer's; got {reached}"
    strays = connection.execute(
        select(func.count(offer_versions.c.offer_id.distinct())).where(
            ~select(offers.c.offer_id).where(offers.c.offer_id == offer_versions.c.offer_id).exists()
        )
    ).scalar_one()
    if strays:
        yield f"record: {strays} offers have a history and are not there"
