"""`strategibot doctor`: looks at everything that an answer needs, and says what to do."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bot.texts import text
from knowledge.errors import StrategibotError

if TYPE_CHECKING:
    from bot.config import Settings

FREE_BYTES = 2 * 1024**3
"""The model takes 0.5 GB, and a generation is built beside the one in use."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found and, when it is not well, what to do."""

    name: str
    ok: bool
    found: str
    remedy: str = ""


def examine(load: Callable[[], Settings]) -> Iterator[Check]:
    """Yields each check as it is made. Never raises: what is wrong is a check that is not ok."""
    yield _python()
    yield _package("torch")
    yield _package("sentence-transformers")
    yield _package("faiss-cpu")
    try:
        settings = load()
    except StrategibotError as error:
        yield _wrong("configuration", error)
        return
    language = settings.language
    yield Check(text("doctor.configuration", language), True, text("doctor.fine", language))
    yield _disk(settings)
    yield _knowledge(settings)
    yield _model(settings)
    yield _index(settings)
    yield _port(settings)
    yield from _platforms(settings)


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= (3, 11), found, text("doctor.install_python", "sv"))


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, text("doctor.missing", "sv"), text("doctor.install", "sv"))


def _wrong(name: str, error: StrategibotError, language: str = "sv") -> Check:
    return Check(text(f"doctor.{name}", language), False, error.message, error.remedy)


def _disk(settings: Settings) -> Check:
    name = text("doctor.disk", settings.language)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.data).free
        probe = settings.data / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = type(error).__name__
        return Check(name, False, f"{settings.data}: {reason}", text("doctor.make_writable", settings.language))
    return Check(name, free >= FREE_BYTES, f"{free / 1024**3:.1f} GiB", text("doctor.free_disk", settings.language))


def _knowledge(settings: Settings) -> Check:
    from knowledge.library import load

    try:
        library = load(settings.knowledge)
    except StrategibotError as error:
        return _wrong("knowledge", error, settings.language)
    found = text("doctor.documents", settings.language, count=len(library.documents))
    problems = " ".join(str(problem) for problem in library.problems)
    return Check(text("doctor.knowledge", settings.language), not library.problems, f"{found} {problems}".strip())


def _model(settings: Settings) -> Check:
    from bot.assembly import open_model

    try:
        model = open_model(settings)
    except StrategibotError as error:
        return _wrong("model", error, settings.language)
    return Check(text("doctor.model", settings.language), True, f"{model.name}, {model.dimensions}")


def _index(settings: Settings) -> Check:
    from bot.assembly import open_searcher

    try:
        corpus = open_searcher(settings).corpus
    except StrategibotError as error:
        return _wrong("index", error, settings.language)
    found = text(
        "doctor.generation",
        settings.language,
        generation=corpus.generation,
        documents=len(corpus.documents),
        passages=len(corpus.passages),
    )
    return Check(text("doctor.index", settings.language), True, found)


def _port(settings: Settings) -> Check:
    server = settings.server
    name = text("doctor.port", settings.language, host=server.host, port=server.port)
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError:
            taken = text("doctor.taken", settings.language)
            return Check(name, False, taken, text("doctor.choose_port", settings.language))
    return Check(name, True, text("doctor.free", settings.language))


def _platforms(settings: Settings) -> Iterator[Check]:
    if settings.slack.enabled:
        from bot.slack.doctor import check as check_slack

        yield from (Check(*found) for found in check_slack(settings))
    else:
        yield Check("Slack", True, text("doctor.off", settings.language))
    if settings.teams.enabled:
        from bot.teams.doctor import check as check_teams

        yield from (Check(*found) for found in check_teams(settings))
    else:
        yield Check("Teams", True, text("doctor.off", settings.language))
