"""Reads the project's YAML files; what is wrong with one is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import BadRegister, StrategibotError


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


def read_entries(path: Path, name: str, remedy: str, others: Collection[str] = ()) -> list[tuple[int, Any]]:
    """The entries of a list in a file, each with its line, from 1; [] when there is no file or nothing in it.

    Args:
        path: the file.
        name: of the list.
        remedy: told when there is no such list.
        others: lists that the file may hold as well; when any are named, it may hold nothing else.

    Raises BadRegister when the file as a whole cannot be read.
    """
    if not path.is_file():
        return []
    content, pairs = read_yaml(path, BadRegister, _with_nodes)
    if content is None or (isinstance(content, dict) and content.get(name, "") is None):
        return []
    lists = [value for key, value in pairs if key.value == name]
    strange = [key.value for key, _ in pairs if key.value not in {name, *others}]
    if others and strange and len(strange) < len(pairs):
        raise BadRegister(f"{path.name}: `{strange[0]}` is none of its lists.", remedy)
    if not lists and any(key.value in others for key, _ in pairs):
        return []
    if len(lists) != 1 or not isinstance(lists[0], yaml.SequenceNode):
        raise BadRegister(f"{path.name}: must hold one list called `{name}`.", remedy)
    return [(node.start_mark.line + 1, entry) for node, entry in zip(lists[0].value, content[name], strict=True)]


def _with_nodes(text: str) -> tuple[Any, list[tuple[yaml.Node, yaml.Node]]]:
    """What the text holds, and its keys and values as they stand, with their lines; what `<<` merges is no key."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        pairs = list(root.value) if isinstance(root, yaml.MappingNode) else []
        return (None if root is None else loader.construct_document(root)), pairs
    finally:
        loader.dispose()
