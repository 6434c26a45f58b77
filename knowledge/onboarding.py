"""Reads `onboarding.yaml`: the steps of the tour, and the questions that each one asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.errors import BadRegister
from knowledge.yaml_files import read_yaml

ONBOARDING = "onboarding.yaml"


class Role(StrEnum):
    """Where in the city the asker works."""

    FORVALTNING = "förvaltning"
    BOLAG = "bolag"
    STADSDEL = "stadsdel"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `title` and `question` are keyed by language; `for_role` holds questions that replace `question`."""

    id: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    for_role: Mapping[Role, Mapping[str, str]]

    def asks(self, role: Role | None, language: str) -> str:
        """The step's question as somebody of that role puts it; Swedish for an unknown language."""
        question = self.for_role.get(role, self.question) if role else self.question
        return question.get(language, question["sv"])


_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sv: _Words
    en: _Words


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    title: _Texts
    question: _Texts
    for_role: dict[Role, _Texts] = Field(default_factory=dict, alias="for")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    steps: list[_Step] = Field(min_length=1, max_length=30)


def read_onboarding(folder: Path) -> tuple[Step, ...]:
    """The steps in order; () for a knowledge folder without the file.

    Raises BadRegister with what is wrong and where.
    """
    path = folder / ONBOARDING
    if not path.is_file():
        return ()
    try:
        content = _File.model_validate(read_yaml(path, BadRegister))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, wrong["loc"])) or "the file"
        raise BadRegister(
            f"{ONBOARDING}: `{place}` is wrong: {wrong['msg']}.", "Compare with the other steps."
        ) from None
    return tuple(
        Step(s.id, s.title.model_dump(), s.question.model_dump(), {r: t.model_dump() for r, t in s.for_role.items()})
        for s in content.steps
    )
