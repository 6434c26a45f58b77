"""The tour for a new handläggare: one card, which each button replaces by the next step.

The card also refreshes by itself when it is seen again, to where the asker stopped on any surface.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from microsoft_agents.activity import Activity
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.records.types import Records
from bot.service import Service
from bot.teams.cards import CardOptions, spoken, to_card
from bot.teams.elements import Element, card, execute, heading, label, written
from bot.teams.incoming import person
from bot.teams.sizes import weight
from bot.texts import text
from bot.tour import Tour, TourProgress, TourStep, read_progress, save_progress, tour_step
from knowledge.onboarding import Role

GO = "tour"
REFRESH = "tour_here"


class Stop(BaseModel):
    """Where a button leads: a step, as somebody of a role. Names are short: each button has it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int = Field(0, alias="n", ge=0, le=100)  # 0: the start
    role: Role | None = Field(None, alias="r")
    language: Literal["sv", "en"] = Field("sv", alias="l")

    def data(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def at(self, number: int) -> Stop:
        return self.model_copy(update={"number": number})

    def to(self, role: Role | None) -> Stop:
        return self.model_copy(update={"role": role})


@dataclass(frozen=True, slots=True)
class Guide:
    """Makes the tour's card. `tour.steps` is () where the documents have no tour."""

    service: Service
    records: Records
    tour: Tour
    options: CardOptions

    async def start(self, activity: Activity, language: str) -> Element:
        """What the tour is, a button for each role, and one to go on where the asker stopped."""
        progress = await read_progress(self.records, self._asker(activity))
        begin = Stop(l="en" if language == "en" else "sv")
        roles = [
            execute(text(f"tour.role_{role}", language), GO, Stop(n=1, r=role, l=begin.language).data())
            for role in Role
        ]
        if progress is not None and progress.number > 1:
            on = begin.at(min(progress.number, len(self.tour))).to(progress.role)
            words = text("tour.resume", language, number=on.number)
            roles.insert(0, execute(words, GO, on.data(), style="positive"))
        intro = text("tour.intro", language, of=len(self.tour))
        body = [heading(text("tour.title", language)), label(intro), label(text("tour.choose_role", language))]
        return card(body, roles, intro, language) | _refresh(begin, activity)

    async def go(self, activity: Activity, data: Any) -> Element:
        """The step that a button leads to."""
        stop = _stop(data)
        if not self.tour.steps:
            return _words(text("tour.none", stop.language), stop.language)
        if stop.number == 0:
            return await self.start(activity, stop.language)
        if stop.number > len(self.tour):
            return _words(text("tour.done", stop.language), stop.language)
        step = await tour_step(self.service, self.tour, stop.role, stop.number, stop.language)
        await save_progress(self.records, self._asker(activity), TourProgress(stop.role, step.number))
        return self._step(step, stop) | _refresh(stop, activity)

    async def refresh(self, activity: Activity, data: Any) -> Element:
        """The step where the asker is by now."""
        stop = _stop(data)
        progress = await read_progress(self.records, self._asker(activity))
        if progress is not None and stop.number > 0:
            stop = stop.at(progress.number).to(progress.role)
        return await self.go(activity, stop.data())

    def _step(self, step: TourStep, stop: Stop) -> Element:
        """The step's heading and question over its answer, and the way back and on under it."""
        language = stop.language
        head = [heading(step.heading(language)), *written(step.question, isSubtle=True)]
        back, on = step.number - 1, step.number + 1
        ways = [
            execute(text("tour.back" if back else "tour.restart", language), GO, stop.at(back).data()),
            execute(
                text("tour.finish" if step.last else "tour.next", language), GO, stop.at(on).data(), style="positive"
            ),
        ]
        room = self.options.limit - weight([head, ways]) - 1000  # what `_refresh` adds, and the joints
        options = replace(self.options, interactive=False, limit=room)
        made = to_card(step.answer, options)
        made["body"] = [*head, *made["body"]]
        said = f"{step.heading(language)} {spoken(step.answer)}"
        return made | {"actions": ways, "speak": said, "fallbackText": said}

    def _asker(self, activity: Activity) -> str:
        return self.records.pseudonym("teams", person(activity))


def _refresh(stop: Stop, activity: Activity) -> Element:
    """Lets Teams ask for the card anew, for the one whose tour it is."""
    action = execute("", REFRESH, stop.data())
    del action["title"]
    return {"refresh": {"action": action, "userIds": [activity.from_property.id]}}


def _words(words: str, language: str) -> Element:
    return card([label(words)], [], words, language)


def _stop(data: Any) -> Stop:
    try:
        return Stop.model_validate(data)
    except ValidationError:
        return Stop()
