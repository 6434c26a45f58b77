"""Opens the database, and brings its tables up to date."""

from __future__ import annotations

import asyncio
from importlib.resources import as_file, files
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.config import Settings
from knowledge.errors import BadConfiguration

FILE = "records.sqlite"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
WHOLE = "strategibot_whole"  # an execution option: several statements that belong together
_MIGRATING: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
BUSY_SECONDS = 30  # how long SQLite waits for another process's write before it gives up


async def open_database(settings: Settings) -> AsyncEngine:
    """The engine, migrated to the newest tables. Raises BadConfiguration when it cannot be reached."""
    url = _url(settings)
    try:
        engine = create_async_engine(url, **_arguments(url))
    except ImportError as error:
        raise BadConfiguration(
            f"The driver {error.name} of the records' database is not installed.", f"Run: pip install {error.name}"
        ) from None
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine)
    try:
        await _migrate(engine)
    except (DBAPIError, OSError) as error:
        await engine.dispose()
        raise BadConfiguration(
            f"The records' database {url.render_as_string(hide_password=True)} cannot be opened "
            f"({type(error).__name__}).",
            "Check that it exists, that its address and password are right, and that it may be written.",
        ) from None
    return engine


def _url(settings: Settings) -> URL:
    if not settings.records.database:
        return URL.create(DRIVERS["sqlite"], database=str(settings.data / FILE))
    try:
        url = make_url(settings.records.database)
    except ArgumentError:  # its text repeats the address, password included
        raise BadConfiguration(
            "records.database is not an SQLAlchemy URL.", "Write it as postgresql://user:password@host/database."
        ) from None
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def _arguments(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {"pool_pre_ping": True}  # a server may have closed an idle connection
    # SQLite has one writer. Queueing here for one connection is fair and quick; SQLite's own waiting is neither.
    return {"connect_args": {"timeout": BUSY_SECONDS}, "pool_size": 1, "max_overflow": 0}


def _prepare_sqlite(engine: AsyncEngine) -> None:
    """Makes each statement its own transaction, and a migration one, tables included.

    Python's driver would begin late and leave CREATE TABLE outside. The records change with one statement at a
    time, and each call to the database's thread that is saved is time that somebody does not wait.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")  # survives a crash of ours; the default also syncs each write
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(WHOLE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _migrate(engine: AsyncEngine) -> None:
    # Alembic's `op` and `context` are one for the process: two migrations must not take turns in them.
    async with _MIGRATING.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        try:
            await _upgrade(engine)
        except DBAPIError:
            # Another process may have made the same tables in the same moment. It has then committed, or will.
            await asyncio.sleep(1)
            await _upgrade(engine)


async def _upgrade(engine: AsyncEngine) -> None:
    with as_file(files("bot.records") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        async with engine.execution_options(**{WHOLE: True}).begin() as connection:

            def upgrade(sync: Connection) -> None:
                config.attributes["connection"] = sync
                command.upgrade(config, "head")

            await connection.run_sync(upgrade)
