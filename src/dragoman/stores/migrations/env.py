"""Alembic's entry: runs inside the transaction that `stores.database` opened."""

from alembic import context

from dragoman.stores.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
