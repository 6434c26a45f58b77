"""Makes the import of sentence-transformers a third quicker: it stands between a question and its answer.

Measured on two cores: 7 s of processor time plainly, 6 s without garbage collection (it searches hundreds
of thousands of new functions and classes again and again, and finds nothing), 4.5 s without scikit-learn
and SciPy too, of which only a distance is imported that encoding never computes. (Known questions bring another part of
scikit-learn: see `index.classifier`.)
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

DEFERRED = ("sklearn.metrics",)


@contextmanager
def quick_imports() -> Iterator[None]:
    """Inside, the collector rests, and the deferred libraries are imported only when a function of theirs is called."""
    stand_ins = {name: _StandIn(name) for name in DEFERRED if name not in sys.modules}
    collecting = gc.isenabled()
    gc.disable()
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)
        if collecting:
            gc.enable()


class _StandIn(ModuleType):
    """A module whose functions import the real one when they are called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*arguments: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **named)

        return function
