"""The tour's pages and its API."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient

from bot.config import PROJECT
from bot.tour import open_tour
from tests.bot.web.scripted import Scripted
from tests.bot.web.test_pages import page

STEPS = open_tour(PROJECT / "knowledge").steps


async def test_a_step_asks_its_question_as_the_role_puts_it(client: TestClient, scripted: Scripted) -> None:
    for role in ("", "bolag"):
        query = {"step": "5", "role": role, "language": "en"}
        step = await (await client.get("/api/tour", params=query)).json()
        (asked,) = scripted.batches[-1]
        assert step["question"] == asked.question == STEPS[4].asks(role or None, "en")
        assert asked.language == "en" and (step["number"], step["of"]) == (5, len(STEPS))
    assert STEPS[4].asks(None, "en") != STEPS[4].asks("bolag", "en")


@pytest.mark.parametrize(
    ("query", "status"), [("step=0", 400), ("step=x", 400), ("role=kung", 400), ("step=99", 404), ("language=de", 400)]
)
async def test_a_wrong_step_is_refused(client: TestClient, query: str, status: int) -> None:
    assert (await client.get(f"/api/tour?{query}")).status == status


async def test_the_way_through_the_pages(client: TestClient) -> None:
    start = await page(client, "/tour")
    assert len(start.xpath("//ol[@class='plan']/li")) == len(STEPS)
    assert "/tour?step=1&role=bolag" in start.xpath("//ul[@class='roles']//a/@href")
    address, seen = "/tour?step=1&role=bolag", 0
    while not (step := await page(client, address)).xpath("//*[@id='finished']"):
        seen += 1
        assert step.xpath("//h1")[0].text == STEPS[seen - 1].title["sv"]
        assert len(step.xpath("//*[@aria-current='step']")) == 1
        (address,) = step.xpath("//a[@rel='next']/@href")
    assert seen == len(STEPS)


@pytest.mark.parametrize("query", ["step=x", "step=-1", "step=0", "step=²", "role=kung"])
async def test_a_wrong_address_is_the_beginning(client: TestClient, query: str) -> None:
    assert (await page(client, f"/tour?{query}")).xpath("//ul[@class='roles']")
