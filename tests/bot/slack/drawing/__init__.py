"""Draws blocks as Slack does, with npm's `slack-blocks-to-jsx` in Debian's chromium, without a network.

What is needed from npm is installed into `build/slack-drawing`, at the versions and checksums of
`package-lock.json`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from bot.config import PROJECT

HERE = Path(__file__).parent
FOLDER = PROJECT / "build" / "slack-drawing"
BUNDLE = FOLDER / "draw.js"
CHROMIUM = "/usr/bin/chromium"


class Missing(Exception):
    """The drawing tools cannot be had here; the text says why."""


def install() -> None:
    """Installs and bundles what draws. Raises Missing."""
    if not Path(CHROMIUM).is_file():
        raise Missing(f"{CHROMIUM} is not installed (Debian: apt-get install chromium)")
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Missing("node and npm are not installed (Debian: apt-get install nodejs npm)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "draw.jsx", "page.css"):
        shutil.copy(HERE / name, FOLDER / name)
    if not (FOLDER / "node_modules" / "slack-blocks-to-jsx").is_dir():
        _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    _run("node_modules/.bin/esbuild", "draw.jsx", "--bundle", f"--outfile={BUNDLE.name}", "--jsx=automatic",
         '--define:process.env.NODE_ENV="production"', "--log-level=error")  # fmt: skip


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        raise Missing(f"{command[0]} did not finish within five minutes") from None
    if done.returncode != 0:
        raise Missing(f"{command[0]} failed: {done.stderr.strip()[-500:]}")


@asynccontextmanager
async def drawing_board() -> AsyncIterator[Page]:
    """A browser page to draw on."""
    async with async_playwright() as driver:
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield await browser.new_page(viewport={"width": 760, "height": 900}, device_scale_factor=1)
        await browser.close()


async def draw(page: Page, scene: dict[str, Any]) -> None:
    """Draws {"kind": "message", "blocks": …}, or a "modal" or "home" with its "view"."""
    scene = _without_verbatim(scene)
    styles = (FOLDER / "node_modules" / "slack-blocks-to-jsx" / "dist" / "style.css").read_text(encoding="utf-8")
    frame = (FOLDER / "page.css").read_text(encoding="utf-8")
    await page.set_content(f'<style>{styles}</style><style>{frame}</style><div id="root"></div>')
    await page.add_script_tag(content=f"window.scene = {json.dumps(scene)}")
    await page.add_script_tag(path=BUNDLE)
    await page.wait_for_function("document.getElementById('root').innerText.trim() !== ''")
    await page.evaluate("document.fonts.ready")


def _without_verbatim(part: Any) -> Any:
    """To Slack, `verbatim` means "add no links of your own"; what draws takes it to mean "no markup at all"."""
    if isinstance(part, list):
        return [_without_verbatim(each) for each in part]
    if isinstance(part, dict):
        return {key: _without_verbatim(value) for key, value in part.items() if key != "verbatim"}
    return part


async def save(page: Page, file: Path) -> None:
    """The picture of what was last drawn."""
    await page.locator("#root").screenshot(path=file)
