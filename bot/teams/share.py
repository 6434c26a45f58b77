"""Sharing an answer: Teams' own dialog, with the address of the quoted words."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.answer import Answer

DIALOG = "https://teams.microsoft.com/share"


def share_link(answer: Answer, public_url: str) -> str:
    """Opens Teams' dialog for sharing the first quote's page; "" when others could not open that page."""
    if not answer.quotes or not public_url.startswith("https://"):
        return ""
    return f"{DIALOG}?{urlencode({'href': public_url + answer.quotes[0].url, 'preview': 'false'})}"
