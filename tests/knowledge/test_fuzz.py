"""Random and damaged files: each is read, with every promise kept, or refused with a reason.

`python -m tests.benchmarks.fuzz_readers` does the same with ten thousand.
"""

from knowledge.errors import UnreadableDocument
from knowledge.files import read_untrusted
from knowledge.sandbox import Limits, Sandbox
from knowledge.sources import Source
from tests.knowledge.mutations import files
from tests.knowledge.promises import check


def test_each_file_is_read_or_refused() -> None:
    read = refused = 0
    with Sandbox(Limits(seconds=20)) as sandbox:
        for ending, content in files(150, seed=7):
            try:
                document = read_untrusted(content, ending, Source(id="a"), sandbox)
            except UnreadableDocument as error:
                assert error.message
                refused += 1
            else:
                check(document)
                read += 1
    assert read > 30
    assert refused > 30
