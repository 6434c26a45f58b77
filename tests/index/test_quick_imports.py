"""What is deferred is the real thing as soon as it is called."""

from __future__ import annotations

import gc
import subprocess
import sys

from index.quick_imports import quick_imports

SCRIPT = """
import gc, sys
from index.quick_imports import quick_imports
with quick_imports():
    from sklearn.metrics import pairwise_distances
    assert not gc.isenabled()
    assert "sklearn" not in sys.modules
assert gc.isenabled()
assert pairwise_distances([[0.0, 0.0]], [[3.0, 4.0]]).tolist() == [[5.0]]
import sklearn.metrics
assert sklearn.metrics.pairwise_distances([[0.0]], [[2.0]]).tolist() == [[2.0]]
"""


def test_a_deferred_function_is_the_real_one_when_called() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_the_collector_rests_only_inside() -> None:
    with quick_imports():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with quick_imports():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
