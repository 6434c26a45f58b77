"""Reads the project's YAML files; what is wrong with one is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import StrategibotError


def read_yaml(path: Path, error: type[StrategibotError], load: Callable[[str], Any] = yaml.safe_load) -> Any:
    """What the file holds; None for an empty one.

    Args:
        path: a file that somebody writes by hand.
        error: raised, with the file's name and the line, when it cannot be read or is no YAML.
        load: makes something else of the text than plain values, e.g. nodes with their lines.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise error(f"{path.name}: cannot be read ({problem.strerror}).", "Check its permissions.") from None
    try:
        return load(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise error(f"{path.name}:{line}: not UTF-8.", "Save the file as UTF-8.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as problem:  # the last for a date such as 2016-13-45
        mark = getattr(problem, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise error(f"{path.name}{where}: not valid YAML.", "Check indentation and quotes.") from None
