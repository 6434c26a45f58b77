"""The tables, as the newest migration leaves them. A test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# Times are whole seconds since 1970 in UTC: every database compares them alike, with no time zone to lose.
# Hashes are 64 hexadecimal digits.

seen_events = Table(
    "seen_events",
    metadata,
    Column("event", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("thread", String(64), nullable=False),
    Column("asker", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Index("ix_questions_thread_asker", "thread", "asker"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", String(20), nullable=False),
    Column("asker", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("generation", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False),  # of the wording: a text is too long for a unique index
    Column("language", String(8), nullable=False),
    Column("question", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),  # when it was last asked
    UniqueConstraint("digest", "language", name="uq_unanswered_digest_language"),
)

settings = Table(
    "settings",
    metadata,
    Column("asker", String(64), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("value", JSON, nullable=True),
    Column("at", BigInteger, nullable=False, index=True),  # when it was last used
)
