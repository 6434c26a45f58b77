"""Puts thousands of random and damaged files through the readers, and counts what became of them.

    python -m tests.benchmarks.fuzz_readers [--files 10000] [--seed 1]

Exits with 1 when a file brought anything but a document that keeps its promises, or a refusal.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter

from knowledge.errors import UnreadableDocument
from knowledge.files import read_untrusted
from knowledge.sandbox import Limits, Sandbox
from knowledge.sources import Source
from tests.knowledge.mutations import files
from tests.knowledge.promises import check


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest: tuple[float, int, str] = (0.0, 0, "")
    wrong: list[str] = []
    began = time.monotonic()
    with Sandbox(Limits(seconds=20, memory=2**30)) as sandbox:
        for number, (ending, content) in enumerate(files(options.files, options.seed)):
            start = time.monotonic()
            try:
                check(read_untrusted(content, ending, Source(id="a"), sandbox))
                outcome = "read"
            except UnreadableDocument as error:
                outcome = f"refused: {error.message.partition(': ')[2] or error.message}"
            except Exception as error:
                outcome = "WRONG"
                wrong.append(f"file {number} ({ending}): {type(error).__name__}: {str(error)[:200]}")
            slowest = max(slowest, (time.monotonic() - start, number, ending))
            outcomes[ending, outcome] += 1
    for (ending, outcome), count in sorted(outcomes.items()):
        print(f"{ending:6} {count:6}  {outcome}")
    total = time.monotonic() - began
    # Of the helper and all that it forked, which close() has waited for; kilobytes on Linux.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{options.files} files, {total:.0f} s; the slowest took {slowest[0]:.1f} s (file {slowest[1]}, {slowest[2]}); "
        f"a reader's largest memory {memory:.0f} MiB"
    )
    print("\n".join(wrong[:20]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
