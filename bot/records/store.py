"""`Records` on SQLAlchemy: SQLite in the data directory, or PostgreSQL by URL, with the same statements."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import Settings
from bot.records import schema
from bot.records.database import open_database
from bot.records.keys import load_key
from bot.records.masking import mask
from bot.records.types import Feedback, NotUseful, Unanswered

DAY = 86_400
EVENT_DAYS = 7  # Slack and Teams redeliver within hours
RECENT = 10_000  # events remembered in memory too: about a megabyte
TOUCH = DAY  # a setting in use is marked as used at most this often, in seconds


async def open_records(settings: Settings) -> SqlRecords:
    """Opens (and first makes, or migrates) the records of these settings.

    Raises BadConfiguration when the database or the key cannot be opened.
    """
    key = load_key(settings.data)
    return SqlRecords(await open_database(settings), key, settings.records.keep_days)


class SqlRecords:
    """`bot.records.types.Records` in a database.

    Args:
        engine: a database with the newest tables; closed by `close()`.
        key: of the pseudonyms; see `bot.records.keys`.
        keep_days: how long questions, feedback and unused settings are kept.
        clock: seconds since 1970.
    """

    def __init__(
        self, engine: AsyncEngine, key: bytes, keep_days: int = 90, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._key = key
        self._keep = keep_days * DAY
        self._clock = clock
        self._seen: dict[str, None] = {}  # hashes of the latest events, oldest first

    def pseudonym(self, platform: str, person: str) -> str:
        return self._hash("person", platform, person)

    async def first_seen(self, event: str) -> bool:
        # Not keyed: replicas whose keys differ must still agree on what has been seen.
        digest = hashlib.sha256(event.encode()).hexdigest()
        if digest in self._seen:  # most repeats come to the same process within seconds: no need to ask the database
            return False
        self._seen[digest] = None
        if len(self._seen) > RECENT:
            del self._seen[next(iter(self._seen))]
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(schema.seen_events).values(event=digest, at=self._now()))
        except IntegrityError:
            return False
        except BaseException:
            del self._seen[digest]  # not known, so it may be tried again
            raise
        return True

    async def remember(self, platform: str, thread: str, asker: str, question: str) -> None:
        row = {
            "thread": self._hash("thread", platform, thread),
            "asker": asker,
            "question": mask(question),
            "at": self._now(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(schema.questions).values(row))

    async def conversation(self, platform: str, thread: str, asker: str, limit: int = 10) -> tuple[str, ...]:
        table = schema.questions.c
        latest = (
            select(table.question)
            .where(table.thread == self._hash("thread", platform, thread), table.asker == asker)
            .order_by(table.id.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            found = (await connection.scalars(latest)).all()
        return tuple(reversed(found))

    async def add_feedback(self, feedback: Feedback) -> None:
        row = {
            "platform": feedback.platform,
            "asker": feedback.asker,
            "question": mask(feedback.question),
            "useful": feedback.useful,
            "reason": mask(feedback.reason),
            "quote": feedback.quote,
            "generation": feedback.generation,
            "at": self._now(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(schema.feedback).values(row))

    async def add_unanswered(self, question: str, language: str) -> None:
        wording = mask(" ".join(question.split()))
        digest = hashlib.sha256(wording.casefold().encode()).hexdigest()
        if await self._count(digest, language):
            return
        row = {"digest": digest, "language": language, "question": wording, "count": 1, "at": self._now()}
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(schema.unanswered).values(row))
        except IntegrityError:  # another process counted it first, in this same moment
            await self._count(digest, language)

    async def _count(self, digest: str, language: str) -> bool:
        table = schema.unanswered
        once_more = (
            update(table)
            .where(table.c.digest == digest, table.c.language == language)
            .values(count=table.c.count + 1, at=self._now())
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(once_more)).rowcount > 0

    async def unanswered(self, limit: int = 100) -> Sequence[Unanswered]:
        """The most asked first; of equally asked ones, the latest."""
        table = schema.unanswered.c
        columns = (table.question, table.language, table.count)
        most = select(*columns).order_by(table.count.desc(), table.at.desc(), table.id.desc()).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(most)).all()
        return [Unanswered(question, language, count) for question, language, count in rows]

    async def not_useful(self, limit: int = 100) -> Sequence[NotUseful]:
        """What most said so of first; of as many, the latest."""
        table = schema.feedback.c
        columns = (table.question, table.quote, table.reason)
        latest = select(*columns).where(table.useful.is_(False)).order_by(table.id.desc())
        async with self._engine.connect() as connection:
            rows = (await connection.execute(latest)).all()
        found: dict[tuple[str, str], NotUseful] = {}
        for question, quote, reason in rows:
            key = (question.casefold(), quote)
            before = found.get(key, NotUseful(question, quote, 0, ()))
            reasons = tuple(dict.fromkeys((*before.reasons, *filter(None, [reason]))))
            found[key] = replace(before, count=before.count + 1, reasons=reasons)
        return sorted(found.values(), key=lambda one: -one.count)[:limit]

    async def setting(self, asker: str, name: str) -> Any:
        table = schema.settings
        its = (table.c.asker == asker, table.c.name == name)
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(table.c.value, table.c.at).where(*its))).first()
        if row is None:
            return None
        value, used = row
        if self._now() - used > TOUCH:
            async with self._engine.begin() as connection:
                await connection.execute(update(table).where(*its).values(at=self._now()))
        return value

    async def set_setting(self, asker: str, name: str, value: Any) -> None:
        table = schema.settings
        change = update(table).where(table.c.asker == asker, table.c.name == name).values(value=value, at=self._now())
        row = {"asker": asker, "name": name, "value": value, "at": self._now()}
        async with self._engine.begin() as connection:
            if (await connection.execute(change)).rowcount:
                return
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(table).values(row))
        except IntegrityError:  # set by another process in this same moment: the later one wins
            async with self._engine.begin() as connection:
                await connection.execute(change)

    async def expire(self) -> int:
        gone = 0
        async with self._engine.begin() as connection:
            for table in schema.metadata.sorted_tables:
                kept = min(self._keep, EVENT_DAYS * DAY) if table is schema.seen_events else self._keep
                old = delete(table).where(table.c.at < self._now() - kept)
                gone += (await connection.execute(old)).rowcount
        return gone

    async def close(self) -> None:
        await self._engine.dispose()

    def _now(self) -> int:
        return int(self._clock())

    def _hash(self, *parts: str) -> str:
        # The separator cannot occur in an id, so that no two lists of parts give the same text.
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
