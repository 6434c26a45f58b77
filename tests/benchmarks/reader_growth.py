"""How the time to read plain files grows with their size, for patterns that make careless readers explode.

    python -m tests.benchmarks.reader_growth [--bytes 50000]

Reads each pattern at one and at four times the size. About 4 means in proportion; 16 would mean quadratic.
"""

from __future__ import annotations

import argparse
import contextlib
import time

from knowledge.errors import UnreadableDocument
from knowledge.passages import make_passages
from knowledge.readers import read_bytes
from knowledge.sources import Source

PATTERNS = (
    *(
        "[",
        "![",
        "*a ",
        "`a``b",
        "<a ",
        "> ",
        "- ",
        "1. ",
        "** a",
        "_a_",
        "[a](",
        "<!--",
        "&amp",
        "\\",
        "|a",
        "|a|\n|-|\n",
    ),
    *(
        "|a|\n|-|\n",
        "a. ",
        "A. ",
        "(",
        "” a",
        "?“",
        "abcd-\n",
        "- a\n",
        "# a\n",
        " ",
        "\n",
        "dnr 1",
        "1-1/1 ",
        "\u00ad ",
        "a@b.",
    ),
    *("Till\n", "Anna Ek\nChef\n\n", "a", ".", "a,\n\n", "a b c d\n\n", "1) a\n", "det är:\na\nb\n", "nämnden anser "),
)
_TOO_SHORT = 0.02  # seconds: what takes less says nothing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=50_000)
    size: int = parser.parse_args().bytes
    print(f"{'pattern':16} {'kind':5} {size:>10} {4 * size:>10}  growth")
    for pattern in PATTERNS:
        for ending in (".md", ".txt"):
            small, large = _seconds(pattern, ending, size), _seconds(pattern, ending, 4 * size)
            growth = f"{large / small:.1f}" if small > _TOO_SHORT else "–"
            print(f"{pattern!r:16} {ending:5} {small:9.3f}s {large:9.3f}s  {growth}")


def _seconds(pattern: str, ending: str, size: int) -> float:
    content = (pattern * (size // len(pattern))).encode()
    start = time.perf_counter()
    with contextlib.suppress(UnreadableDocument):  # nothing but markup or white space
        make_passages(read_bytes(content, ending, Source(id="a", type="tjänsteutlåtande")))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
