"""What a test needs from npm, installed into a folder under `build/` at the versions of its `package-lock.json`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

FILES = ("package.json", "package-lock.json")
PATIENCE = 300  # seconds


class Missing(Exception):
    """A tool cannot be had here; the text says why, and what to install."""


def install(source: Path, folder: Path) -> None:
    """Installs what the two files in `source` name into `folder`, unless it is there already. Raises Missing."""
    if (folder / "node_modules").is_dir() and all(_same(source / name, folder / name) for name in FILES):
        return
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Missing("node and npm are not installed (Debian: apt-get install nodejs npm)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(source / FILES[0], folder)
    shutil.copy(source / FILES[1], folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Missing(f"npm did not finish within {PATIENCE} seconds") from None
    if done.returncode != 0:
        shutil.rmtree(folder)  # half a folder must not pass for a whole one next time
        raise Missing(f"npm ci failed: {done.stderr.strip()[-500:]}")


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
