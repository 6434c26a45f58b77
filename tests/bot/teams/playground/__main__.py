"""Installs the Playground into `build/playground`."""

from __future__ import annotations

import sys

from tests.bot.teams.playground import FOLDER, install
from tests.npm import Missing

try:
    install()
except Missing as reason:
    sys.exit(str(reason))
print(FOLDER)
