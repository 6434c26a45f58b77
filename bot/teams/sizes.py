"""What Teams accepts: a card under 28 KB, a message under 80 KB in UTF-16."""

from __future__ import annotations

import json
from typing import Any

CARD_LIMIT = 28_000
MESSAGE_LIMIT = 80_000
SHORTENED = (CARD_LIMIT, CARD_LIMIT // 2, CARD_LIMIT // 4)
"""Limits to try in turn when Teams finds a card too large after all (413)."""


def weight(content: Any) -> int:
    """Bytes of the JSON, counted the way that gives the larger number."""
    written = json.dumps(content, ensure_ascii=False)
    return max(len(written.encode(encoding, "surrogatepass")) for encoding in ("utf-16-le", "utf-8"))
