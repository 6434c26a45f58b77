"""Slack's markup: what goes out must not be read as markup, and what comes in is plain words again.

Slack's three control characters are `&`, `<` and `>`; `<!channel>`, `<@U1>` and links are written with them.
Emphasis (`*`, `_`, `~`, `` ` ``) has no escape: a zero-width space beside the sign keeps it from acting. That is
done in labels only. Quotes go into rich text, where nothing is markup, and stay as they are to the character.
"""

from __future__ import annotations

import re

from bot.slack.limits import cut, size

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
_EMPHASIS = re.compile(r"[*_~`]")
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_QUOTED = re.compile(r"^\s*(?:&gt;|>).*$", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
ZERO_WIDTH = "\u200b"


def escape(text: str) -> str:
    """For the message's `text` and mrkdwn: nobody is called, nothing is linked."""
    for sign, entity in _ENTITIES:
        text = text.replace(sign, entity)
    return text


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    for sign, entity in reversed(_ENTITIES):
        text = text.replace(entity, sign)
    return text


def defuse(text: str) -> str:
    """Escaped, and with no emphasis of its own, for the bot's own mrkdwn."""
    return _EMPHASIS.sub(lambda sign: f"{ZERO_WIDTH}{sign[0]}{ZERO_WIDTH}", escape(text))


def label(text: str, limit: int) -> str:
    """One line, defused, and cut so that what is sent keeps the limit: an entity is never cut in two."""
    text = cut(" ".join(text.split()), limit)
    while size(defuse(text)) > limit:
        text = cut(text, size(text) * 4 // 5)
    return defuse(text)


def link(url: str, text: str) -> str:
    """A link for mrkdwn, of a defused text; "|" would end the address."""
    return f"<{escape(url).replace('|', '%7C')}|{text}>"


def plain(text: str) -> str:
    """What a person wrote, without Slack's markup: links become their labels, mentions of people go."""
    return unescape(_LINK.sub(_spoken, text)).strip()


def _spoken(found: re.Match[str]) -> str:
    target, words = found[1], found[2]
    if target.startswith("@"):
        return ""
    if target.startswith("#"):
        return f"#{words}" if words else ""
    if target.startswith("!"):
        return words or ""
    return words or target


def without_quotes(text: str) -> str:
    """The raw text of a message without the lines that quote somebody, and without code."""
    return _QUOTED.sub("", _CODE.sub(" ", text))
