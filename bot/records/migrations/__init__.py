"""Numbered migrations, run by alembic when the records are opened."""
