"""Asking a person: the question and what was found, posted in a conversation that the city has chosen.

It is the only time that the bot says who asked, and it does so with the asker's consent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from microsoft_agents.hosting.core import TurnContext

from bot.answer import Answer
from bot.teams.cards import CardOptions, spoken, to_card
from bot.teams.delivery import card_message
from bot.teams.elements import label, written
from bot.teams.elsewhere import speak_in
from bot.teams.sizes import CARD_LIMIT, weight
from bot.texts import text


@dataclass(frozen=True, slots=True)
class PassingOn:
    """Posts questions in the conversation `to` ("" when the city has chosen none)."""

    to: str
    options: CardOptions

    async def pass_on(self, context: TurnContext, answer: Answer) -> bool:
        """Posts the question with its answer. False when it could not be sent."""
        if not self.to:
            return False
        asker = context.activity.from_property.name or text("teams.someone", answer.language)
        head = [
            *written(text("teams.passed_on", answer.language, name=asker), weight="Bolder"),
            *written(answer.question),
            label(text(f"teams.passed_on_{'found' if answer.quotes else 'nothing'}", answer.language), isSubtle=True),
        ]
        card = to_card(answer, replace(self.options, interactive=False, limit=CARD_LIMIT - weight(head)))
        card["body"] = [*head, *card["body"]]
        message = card_message(card, f"{answer.question} – {spoken(answer)}")
        return await speak_in(self.to, context, lambda there: there.place([message]))
