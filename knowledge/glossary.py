"""Reads `glossary.yaml`: what the field's terms are also called, in short and in English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.errors import BadRegister

GLOSSARY = "glossary.yaml"

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Term(BaseModel):
    """One entry."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    term: Name  # as documents write it
    abbreviations: tuple[Name, ...] = ()
    english: tuple[Name, ...] = ()  # the usual one first
    definition: str = ""  # in our own words, and marked so where it is shown
    definition_en: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called, the term itself first."""
        return (self.term, *self.abbreviations, *self.english)


def read_glossary(folder: Path = Path(__file__).parent) -> tuple[Term, ...]:
    """The entries of a folder, by default the project's own, in their order; () when it has no glossary.

    Raises BadRegister that names the entry, or the line where the file is no YAML.
    """
    path = folder / GLOSSARY
    if not path.is_file():
        return ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or []
        return TypeAdapter(tuple[Term, ...]).validate_python(content)
    except (OSError, UnicodeDecodeError) as error:
        raise BadRegister(f"{GLOSSARY}: cannot be read ({type(error).__name__}).", "Save it as UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise BadRegister(f"{GLOSSARY}{where}: not a readable YAML file.", "Check indentation and quotes.") from None
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in wrong["loc"])
        raise BadRegister(f"{GLOSSARY}: entry {place}: {wrong['msg']}.", "Each entry needs a `term`.") from None
