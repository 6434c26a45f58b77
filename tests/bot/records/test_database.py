"""Opening, migrating and refusing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import ValidationError
from sqlalchemy import Connection

from bot.config import RecordSettings, Settings
from bot.records import schema
from bot.records.database import FILE, open_database
from bot.records.store import open_records
from knowledge.errors import BadConfiguration
from tests.bot.records.conftest import settings_with_folder


async def test_the_migrations_make_the_tables_that_the_code_uses(settings: Settings) -> None:
    engine = await open_database(settings_with_folder(settings))

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), schema.metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("create table settings (wrong integer)")  # the fifth table that is made
    with pytest.raises(BadConfiguration, match=r"records\.sqlite"):
        await open_records(Settings(data=tmp_path))
    with sqlite3.connect(tmp_path / FILE) as database:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        assert names == ["settings"]


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to look like one" * 30)
    with pytest.raises(BadConfiguration, match=r"records\.sqlite"):
        await open_records(Settings(data=tmp_path))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://bot:hemligt@127.0.0.1:1/records", "postgresql"),
        ("hemligt@nowhere", "not an SQLAlchemy URL"),
        ("sqlite+aiosqlite:////nonexistent/folder/hemligt/x.sqlite", "cannot be opened"),
    ],
)
async def test_a_wrong_address_is_said_without_its_password(tmp_path: Path, address: str, said: str) -> None:
    settings = Settings(data=tmp_path, records=RecordSettings(database=address))
    with pytest.raises(BadConfiguration, match=said) as refusal:
        await open_records(settings)
    assert "bot:hemligt" not in str(refusal.value)


async def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    records = await open_records(Settings(data=tmp_path))
    await records.close()
    assert (tmp_path / "records.key").stat().st_mode & 0o777 == 0o600
    assert {file.name for file in tmp_path.iterdir() if "key" in file.name} == {"records.key"}  # noqa: ASYNC240 (a test may wait)


@pytest.mark.parametrize("content", ["", "zz" * 32, "ab" * 31])
async def test_a_damaged_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "records.key").write_text(content)
    with pytest.raises(BadConfiguration, match="damaged"):
        await open_records(Settings(data=tmp_path))


def test_records_are_kept_for_at_least_a_day() -> None:
    with pytest.raises(ValidationError):
        RecordSettings(keep_days=0)
