"""What is sent, drawn as Slack draws it: all words are there, none has run together.

`KEEP_PICTURES=1` writes the pictures of the README anew, with answers from the real documents.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Page

from bot.answer import Answer
from bot.config import Settings
from bot.owners import open_owners
from bot.service import Request, Surroundings
from bot.slack import parts
from bot.slack.blocks import Look, to_blocks
from bot.slack.feedback import reason_view
from bot.slack.home import home_blocks
from bot.slack.state import state_of
from bot.slack.surroundings import surroundings_blocks
from bot.slack.tour import step_message
from bot.tour import TourStep, open_tour
from knowledge.onboarding import Role
from tests.bot.slack.drawing import Missing, draw, drawing_board, install, save
from tests.bot.slack.samples import HELLO, LIST, NOT_FOUND, OWNER, RESPONSIBILITY, TWO_SIDES

if TYPE_CHECKING:
    from bot.answerer import Answerer

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "pictures"
FULL = Look("https://strategi.example", ask_a_person=True)
LARGEST = 300 * 1024


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """What the test needs is there; in CI it has to be."""
    try:
        install()
    except Missing as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


def message(answer: Answer, look: Look = FULL) -> dict[str, Any]:
    return {"kind": "message", "asked": f"@Strategiboten {answer.question}", "blocks": to_blocks(answer, look)}


async def words_on(page: Page) -> str:
    return " ".join((await page.locator("#root").inner_text()).split())


def words_of(blocks: Any) -> set[str]:
    """Every text of the bot's and the documents' that a reader should see; placeholders and hints apart."""
    if isinstance(blocks, list):
        return set().union(*map(words_of, blocks)) if blocks else set()
    if not isinstance(blocks, dict):
        return set()
    if blocks.get("type") in ("text", "plain_text") and isinstance(blocks.get("text"), str):
        return {" ".join(blocks["text"].split())}
    return words_of([part for key, part in blocks.items() if key not in ("placeholder", "options", "initial_option")])


async def test_every_word_is_drawn() -> None:
    """A block that a client doesn't know disappears without a trace; none of ours may."""
    found = Surroundings("Det står före.", OWNER, "Det står efter.")
    scenes = [message(answer) for answer in (RESPONSIBILITY, LIST, TWO_SIDES, NOT_FOUND, HELLO)]
    scenes.append({"kind": "modal", "view": reason_view(state_of(RESPONSIBILITY))})
    around = surroundings_blocks(found, "https://strategi.example", "sv")
    scenes.append({"kind": "modal", "view": parts.modal("Sammanhanget", around, close="Stäng")})
    scenes.append({"kind": "home", "view": {"blocks": home_blocks((), (), "https://x.example", None, "sv", 90)}})
    async with drawing_board() as page:
        for scene in scenes:
            await draw(page, scene)
            shown = await words_on(page)
            blocks = scene.get("blocks") or scene["view"]["blocks"]
            missing = {words for words in words_of(blocks) if words not in shown}
            assert missing == set()
            widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            wide, room = await page.evaluate(widths)
            assert wide <= room


@pytest.mark.model
async def test_the_pictures_of_the_readme(real_answerer: Answerer, real_settings: Settings, tmp_path: Path) -> None:
    folder = PICTURES if os.environ.get("KEEP_PICTURES") == "1" else tmp_path
    async with drawing_board() as page:
        for name, scene in real_scenes(real_answerer, real_settings).items():
            await draw(page, scene)
            await save(page, folder / f"{name}.png")
            assert 2_000 < (folder / f"{name}.png").stat().st_size < LARGEST


def real_scenes(answerer: Answerer, settings: Settings) -> dict[str, dict[str, Any]]:
    asked = {
        "owner": "Vem ansvarar för EU-frågor?",
        "directions": "Vilka är strategins inriktningar?",
        "opinion": "Vad tycker förvaltningen om förslaget?",
        "not-found": "Vad kostar ett årskort i kollektivtrafiken?",
        "english": "Who is responsible for EU matters?",
    }
    scenes = {name: message(answerer.answer(Request(question))) for name, question in asked.items()}
    owner = answerer.answer(Request(asked["owner"]))
    quote = owner.quotes[0]
    found = answerer.surroundings(quote.document, quote.start, quote.end, "sv")
    around = surroundings_blocks(found, FULL.public_url, "sv")
    scenes["context"] = {"kind": "modal", "view": parts.modal("Sammanhanget", around, close="Stäng")}
    scenes["reason"] = {"kind": "modal", "view": reason_view(state_of(owner))}
    tour = open_tour(settings.knowledge)
    rows = [row for row in open_owners(answerer.searcher.corpus, settings.knowledge).rows() if not row.of_case]
    home = home_blocks(rows, tour.steps, FULL.public_url, None, "sv", 90)
    scenes["home"] = {"kind": "home", "view": {"blocks": home}}
    step = tour.steps[0]
    question = step.asks(Role.STADSDEL, "sv")
    shown = TourStep(step.title["sv"], question, answerer.answer(Request(question)), 1, len(tour))
    blocks = step_message(shown, Role.STADSDEL, "sv", FULL).blocks
    scenes["tour"] = {"kind": "message", "asked": "introduktion", "blocks": blocks}
    return scenes
