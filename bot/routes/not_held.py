"""Questions for a document that the register knows of and that is not held."""

from __future__ import annotations

import re

from bot.draft import Draft, Understood
from bot.words import fold
from index.types import Ranking, Searcher

_STRATEGY = (
    r"(?:sjalva |hela |den |the |nya |new |full |whole |actual |reviderade |revised |antagna |adopted |beslutade |final |slutliga )*"
    r"(?:internationella |international |stadens |city's |stockholms )*(?:strategin|strategidokumentet|strategy(?: itself| document)?|strategitexten)"
)
_WANTS_IT = re.compile(
    rf"\b(?:var (?:kan jag (?:lasa|hitta|fa tag pa|ladda ner)|finns|hittar jag|ligger)|kan (?:du|jag) (?:visa|fa se|fa|lasa|skicka|lasa upp)(?: mig)?|visa(?: mig)?|skicka(?: mig)?|lank till"
    rf"|har (?:du|ni)|finns|far jag se|ge mig|oppna|citera"
    rf"|where (?:can i (?:read|find|get|download)|is|do i find)|can (?:you|i) (?:show|see|get|read|have|send)(?: me)?|show me|send me|link to|do you have|give me)"
    rf" {_STRATEGY}\W*(?:att lasa|sjalv|i sin helhet|har|here|to read|som pdf|as a pdf|i fulltext|nagonstans|online)?\W*$"
)
_ADOPTION = re.compile(
    r"\b(?:antog|antogs|antagits|antagit|antagen|antas|klubbades?|faststalldes|faststallde|(?:tradde|trader|tratt) i kraft|borjade? galla|galler fran|vann laga kraft|blev antagen"
    r"|beslutades|rostade|(?:beslutade|beslot) (?:\w+ )?(?:kommun)?fullmaktige|fullmaktige (?:beslutade|beslot|rostade)"
    r"|adopted|adopt|(?:came|come|comes|enter(?:ed)?|entry) into (?:force|effect)|took effect|passed|voted|ratified)\b"
)
_REVISED = re.compile(
    r"\b(?:reviderad\w*|revidering\w*|revised|revision|uppdaterad\w*|updated|2021)\b.*\b(?:strateg\w+|version\w*)|\bstrateg\w+\b.*\b(?:2021|reviderad\w*|revised)\b"
)


class NotHeld:
    """ "Framgår inte", when the question asks for what only a document that is not held could tell.

    Its text ("kan jag få läsa strategin?"), its adoption ("när antogs strategin?") or its later revision.
    Tried only where the register has such a document; the answer's notice then names it.
    """

    def propose(self, understood: Understood, searcher: Searcher, ranking: Ranking) -> Draft | None:
        if all(source.held for source in searcher.corpus.sources):
            return None
        flat = fold(understood.query)
        if _WANTS_IT.search(flat) or _ADOPTION.search(flat) or _REVISED.search(flat):
            return Draft(confidence=0.02)
        return None
