"""Greetings, thanks and calls for help: a friendly word, and what can be asked."""

from __future__ import annotations

import re

from bot.answer import Intent
from bot.draft import Draft, Understood
from bot.texts import text
from bot.words import words
from index.types import Ranking, Searcher

_WHO = r"(?: (?:pa dig|dar|du|alla|boten|strategiboten|there|bot|you|ya|all))?"
_KINDS: tuple[tuple[str, str], ...] = (
    ("about", r"(?:vem|vad) (?:ar|e) (?:du|strategiboten)|(?:vad )?heter du|who are you|what are you|are you (?:a |an )?(?:bot|robot|human|ai|real)"
              r"|ar du (?:en )?(?:bot|robot|manniska|ai|levande)|presentera dig"),
    ("help", r"(?:hjalp|help|hjalp mig|help me|help please|hjalp tack|info|kommandon|commands|meny|menu|start|starta)"
             r"|(?:kan|can) (?:du|you) (?:hjalpa|help)(?: (?:mig|me))?|(?:vad|hur) (?:kan|gor|far) (?:du|man|jag|vi)(?: (?:gora|hjalpa till med|fraga(?: dig)?(?: om)?|svara pa|kan))?"
             r"|hur (?:fungerar|funkar|anvander (?:jag|man)) (?:du|det|detta|dig|boten|den har boten)|vad vet du|what can (?:you|i)(?: (?:do|ask(?: you)?|help with|answer))?"
             r"|how (?:do|does) (?:you|this|it|i) (?:work|use (?:you|this))|what do you (?:do|know)"),
    ("thanks", r"(?:ok(?:ej)? |stort |jatte|many |hej )?(?:tack|tackar|thanks|thank you|thx|tusen tack|tack sa (?:mycket|valdigt mycket)|tackar sa mycket|tack for (?:hjalpen|svaret)"
               r"|thanks a lot|thank you (?:so|very) much|thanks for (?:the|your) help|cheers|ty)(?: (?:sa mycket|a lot|for hjalpen|strategiboten|hej da|ska du ha))?"),
    ("goodbye", r"(?:hej ?da|adjo|hejda|vi ses|ha det (?:bra|gott)|bye(?: bye)?|goodbye|see you|good ?night|god natt)"),
    ("greeting", rf"(?:hej+(?:san)?|halla+|tja(?:na|nare|bba)?|tjena(?:re)?|hello+|hi+|hey+|hiya|moin|god (?:morgon|dag|kvall|middag|eftermiddag)|morrn|goddag"
                 rf"|good (?:morning|day|afternoon|evening)|hej hej|hur mar du|how are you|laget|hur ar laget|hur star det till|what's up|trevligt att traffas|nice to meet you){_WHO}"),
    ("acknowledged", r"(?:ok+(?:ej|ay)?|bra|fint|perfekt|toppen|super|utmarkt|jattebra|ja|nej|jo|mm+|great|good|perfect|nice|cool|fine|yes|no|yep|nope|jag (?:forstar|fattar)|i see|got it|schysst|kanon)(?: (?:bra|da|tack|svar|answer|jobbat))?"),
)  # fmt: skip


class SmallTalk:
    """Answers when the whole message is small talk; "hej, vem ansvarar för EU-frågor?" is a question."""

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        kind = small_talk(understood.question)
        if kind is None:
            return None
        return Draft(message=text(f"answer.{kind}", understood.language), confidence=1.0, intent=Intent.SMALL_TALK)


def small_talk(message: str) -> str | None:
    """The key of the reply in the area "answer", or None for a message that is more than small talk."""
    said = [word.folded for word in words(message)]
    if not said:
        return "help"
    flat = " ".join(said)
    for kind, pattern in _KINDS:
        if re.fullmatch(pattern, flat):
            return kind
    opening = re.match(r"(?:hej+(?:san)?|hello|hi|hey|halla|tjena|ok|okej)\s+", flat)
    return small_talk(flat[opening.end() :]) if opening else None
