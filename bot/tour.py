"""The tour for a new handläggare, for any surface to render.

A surface does this and no more:

    tour = open_tour(settings.knowledge)                     # once; `tour.steps` is () when there is none
    progress = await read_progress(records, asker)           # where the asker stopped; None at first
    step = await tour_step(service, tour, role, number, language)
    await save_progress(records, asker, TourProgress(role, number))

`step` holds a title, the question and its `Answer`, which the surface renders as it renders any answer, and
`number` of `of` from 1. The words on buttons ("Nästa", "Tillbaka", roles) are in `bot/texts/tour.*.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer
from bot.records.types import Records
from bot.service import Request, Service
from bot.texts import text
from knowledge.onboarding import Role, Step, read_onboarding

SETTING = "tour"
"""The name under which `Records` keeps an asker's progress."""


@dataclass(frozen=True, slots=True)
class Tour:
    steps: tuple[Step, ...]

    def __len__(self) -> int:
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class TourStep:
    """A step with its question answered. `number` runs from 1 to `of`."""

    title: str
    question: str
    answer: Answer
    number: int
    of: int

    @property
    def first(self) -> bool:
        return self.number == 1

    @property
    def last(self) -> bool:
        return self.number == self.of

    def heading(self, language: str) -> str:
        """ "Steg 3 av 8: De fyra inriktningarna"."""
        return text("tour.heading", language, number=self.number, of=self.of, title=self.title)


@dataclass(frozen=True, slots=True)
class TourProgress:
    """How far an asker came, and as what."""

    role: Role | None
    number: int


def open_tour(knowledge: Path) -> Tour:
    """Raises BadRegister when `onboarding.yaml` is wrong."""
    return Tour(read_onboarding(knowledge))


async def tour_step(service: Service, tour: Tour, role: Role | str | None, number: int, language: str) -> TourStep:
    """Asks the step's question as the role puts it. A number outside the tour is the nearest step inside it.

    Raises ValueError for an unknown role or a tour without steps, and what `Service.ask` raises.
    """
    if not tour.steps:
        raise ValueError("the tour has no steps")
    number = min(max(1, number), len(tour))
    step = tour.steps[number - 1]
    question = step.asks(Role(role) if role else None, language)
    answer = await service.ask(Request(question, language=language))
    return TourStep(step.title.get(language, step.title["sv"]), question, answer, number, len(tour))


async def read_progress(records: Records, asker: str) -> TourProgress | None:
    """Where the asker stopped; None before the first step, and for what an older version stored."""
    stored = await records.setting(asker, SETTING)
    if not isinstance(stored, dict) or not isinstance(stored.get("number"), int):
        return None
    role = stored.get("role")
    return TourProgress(Role(role) if role in list(Role) else None, max(1, stored["number"]))


async def save_progress(records: Records, asker: str, progress: TourProgress) -> None:
    """Remembers it under the asker's pseudonym."""
    role = str(progress.role) if progress.role else None
    await records.set_setting(asker, SETTING, {"role": role, "number": progress.number})
