"""Threads that wait for each other sleep, unless the environment says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys

SAY = "import index, os; print(os.environ['OMP_WAIT_POLICY'], os.environ['OPENBLAS_THREAD_TIMEOUT'])"


def said(**chosen: str) -> list[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("OMP_", "OPENBLAS_"))}
    command = [sys.executable, "-c", SAY]
    return subprocess.check_output(command, env=environment | chosen, text=True).split()


def test_waiting_threads_sleep() -> None:
    assert said() == ["PASSIVE", "4"]


def test_the_environment_has_the_last_word() -> None:
    assert said(OMP_WAIT_POLICY="ACTIVE") == ["ACTIVE", "4"]
