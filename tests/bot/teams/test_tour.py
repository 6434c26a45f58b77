"""The tour: one card that each button replaces by the next step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.config import PROJECT
from bot.teams.sizes import CARD_LIMIT, weight
from bot.teams.tour import GO, REFRESH
from bot.tour import open_tour
from tests.bot.teams.cards_schema import button, elements, lines, titles, validate
from tests.bot.teams.conftest import MakeWorld
from tests.bot.teams.world import Json, KnownAnswers, World, answer, quote

TOUR = open_tour(PROJECT / "knowledge")


async def press(world: World, card: Json, title: str) -> Json:
    pressed = button(card, title)
    return await shown(world, pressed["verb"], pressed["data"])


async def shown(world: World, verb: str, data: Any) -> Json:
    card = (await world.click(verb, data))["value"]
    validate(card)
    assert weight(card) < CARD_LIMIT
    return card


def heading(card: Json) -> str:
    return next(element["text"] for element in elements(card["body"]) if element.get("style") == "heading")


@pytest.mark.parametrize("command", ["introduktion", "Introduktion!", "introduction"])
async def test_the_tour_begins_by_asking_where_one_works(world: World, command: str) -> None:
    card = (await world.ask(command)).card
    validate(card)
    assert len(titles(card)) == 3 and world.service.asked == []
    assert card["refresh"]["userIds"] == ["29:anna"]


async def test_the_card_goes_on_and_back_in_place(world: World) -> None:
    card = (await world.ask("introduktion")).card
    first = await press(world, card, "Fackförvaltning")
    assert heading(first).startswith(f"Steg 1 av {len(TOUR)}:")
    second = await press(world, first, "Nästa")
    assert heading(second).startswith("Steg 2 av")
    assert "Alla nämnder ska påhittat samverka." in lines(second)
    assert heading(await press(world, second, "Tillbaka")) == heading(first)
    assert len(world.connector.messages) == 1  # never a new message


async def test_the_whole_tour_has_an_end(world: World) -> None:
    card = await press(world, (await world.ask("introduktion")).card, "Bolag")
    for number in range(2, len(TOUR) + 1):
        card = await press(world, card, "Nästa")
        assert f" {number} av {len(TOUR)}" in heading(card)
    assert "hela rundturen" in str(await press(world, card, "Klar"))
    assert len(world.service.asked) == len(TOUR)


async def test_one_goes_on_where_one_stopped(world: World) -> None:
    card = await press(world, (await world.ask("introduktion")).card, "Stadsdelsförvaltning")
    await press(world, await press(world, card, "Nästa"), "Nästa")
    again = (await world.ask("introduktion")).card
    assert heading(await press(world, again, "Fortsätt från steg 3")).startswith("Steg 3 av")


async def test_a_card_seen_again_refreshes_to_where_one_stopped(world: World) -> None:
    first = await press(world, (await world.ask("introduktion")).card, "Bolag")
    second = await press(world, first, "Nästa")
    refresh = first["refresh"]["action"]
    assert (refresh["verb"], "title" in refresh) == (REFRESH, False)
    assert await shown(world, REFRESH, refresh["data"]) == second


async def test_the_tour_speaks_english(world: World) -> None:
    card = (await world.ask("introduction")).card
    first = await shown(world, GO, card["actions"][0]["data"])
    assert heading(first).startswith("Step 1 of") and first["lang"] == "sv"  # the quote's language
    assert world.service.asked[0].language == "en"


@pytest.mark.parametrize("data", [None, [], {"n": "x"}, {"n": -1}, {"n": 10**9}, {"n": 1, "r": "påhittad"}], ids=str)
async def test_tampered_data_begins_anew(world: World, data: Any) -> None:
    assert heading(await shown(world, GO, data)) == "Introduktion för nya handläggare"


async def test_a_step_with_a_great_answer_fits(make_world: MakeWorld) -> None:
    question = TOUR.steps[0].asks(None, "sv")
    many = [quote(f"Påhittad mening nummer {n}. " * 20, start=1000 * n) for n in range(40)]
    world = await make_world(service=KnownAnswers({question: answer(question, *many)}))
    assert "Påhittad mening nummer 0." in str(await shown(world, GO, {"n": 1}))


async def test_without_a_tour_the_command_is_a_question(make_world: MakeWorld, tmp_path: Path) -> None:
    world = await make_world(knowledge=tmp_path)
    await world.ask("introduktion")
    assert [request.question for request in world.service.asked] == ["Jag är ny handläggare, var börjar jag?"]
    assert "ingen introduktion" in str(await shown(world, GO, {"n": 1}))
