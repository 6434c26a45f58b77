"""What alembic runs for each command: it migrates over the connection it is given."""

from alembic import context

from bot.records.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
