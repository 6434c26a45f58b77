"""Threads that wait for each other sleep soon, unless the environment says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

NAMES = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OPENBLAS_THREAD_TIMEOUT")
SAY = f"import index, os; print(*(os.environ.get(name, '-') for name in {NAMES}))"


def said(**chosen: str) -> list[str]:
    environment = {key: value for key, value in os.environ.items() if key not in NAMES}
    command = [sys.executable, "-c", SAY]
    return subprocess.check_output(command, env=environment | chosen, text=True).split()


def test_waiting_threads_sleep_soon() -> None:
    assert said() == ["PASSIVE", "5000", "4"]


def test_the_environment_has_the_last_word() -> None:
    assert said(OMP_WAIT_POLICY="ACTIVE") == ["ACTIVE", "-", "4"]  # a count would overrule it
    assert said(GOMP_SPINCOUNT="7", OPENBLAS_THREAD_TIMEOUT="9") == ["PASSIVE", "7", "9"]
