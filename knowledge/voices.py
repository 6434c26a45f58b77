"""Who is speaking: a document's type and headings decide, and within a section its sentences.

A tjänsteutlåtande holds four voices. "Ärendet" and "Bakgrund" retell somebody else's proposal,
"Förvaltningens synpunkter och förslag" is the förvaltning's opinion, "Förslag till beslut" is what
the board is asked to decide, and the rest says how the matter was prepared. "Sammanfattning" mixes
them, and also inside an opinion a sentence may retell ("I förslaget anges att …").
"""

from __future__ import annotations

import re
from collections import Counter

from knowledge.document import Voice
from knowledge.sources import Source, Status

REPORTING_TYPES = ("tjänsteutlåtande", "remissvar", "yttrande", "kontorsyttrande", "promemoria")
"""Types of document that speak about another one. All other types speak for themselves."""

_SECTIONS: tuple[tuple[str, Voice | None], ...] = (
    # The order matters: "Förvaltningens förslag till beslut" is no opinion, "Ärendets beredning" no retelling.
    (r"förslag till beslut|beslutsförslag|hemställan", Voice.DRAFT_DECISION),
    (r"beredning|remissinstanser|remissens gång|handläggning", Voice.PROCESS),
    (r"handläggare|bilag|underskrift|sändlista", Voice.FACTS),
    (r"sammanfattning", None),
    (r"synpunkter|bedömning|överväganden|ställningstagande|yttrande|analys|konsekvens|förslag och skäl", Voice.OPINION),
    (r"ärende|bakgrund|förslaget|remissen|promemorian|strategin", Voice.REPORTED),
)
"""What a heading of a tjänsteutlåtande says about the text under it; None leaves it to the sentences."""

_BODY = r"(?:\w+)?(?:förvaltning|kontor|nämnd|styrelse)(?:en|et|s|ens|ets)?|bolaget|vi"
_OPINION = re.compile(
    rf"\b(?:{_BODY})\s+(?:(?:vill|har|kan|ser|är|ställer|delar)\s+)?(?:\w+\s+){{0,2}}?"
    r"(?:anser|bedömer|bedömning|tillstyrker|avstyrker|instämmer|välkomnar|understryker|betonar|menar|"
    r"efterlyser|saknar|noterar|önskar|konstaterar|positivt?|negativt?|tveksam\w*|kritisk\w*|invändning\w*|"
    r"uppfattning\w*|föreslår\s+att\s+\w*nämnden)\b"
    rf"|\b(?:anser|bedömer|ser|menar|tillstyrker|välkomnar|avstyrker|ställer sig)\s+(?:{_BODY})\b"
    rf"|\benligt\s+(?:{_BODY})s?\s+(?:mening|uppfattning|bedömning)\b"
    rf"|\b(?:{_BODY})\s+(?:bedömning|uppfattning|synpunkter?)\s+är\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:i|enligt|av)\s+(?:\w+s\s+)?(?:förslag\w*|strategi\w*|remiss\w*|promemori\w*)\b[^.]{0,60}?"
    r"\b(?:anges|tydliggörs|framgår|fastslås|framhålls|föreslås|presenteras|betonas|beskrivs|återfinns|ska|bör|är)\b"
    r"|^enligt\s+(?:\w+s\s+)?(?:förslag|strategi|remiss)\w*"
    r"|\b(?:strategi|program|riktlinje|policy|plan)(?:n|t|en|et|rna)?\s+(?:\w+\s+){0,6}?föreslås\b|\bföreslås\s+(?:ersätta|gälla|vara)\b"
    r"|\bförslaget\s+(?:innebär|tydliggör|anger|innehåller|omfattar)\b"
    r"|\bföreslår\s+(?:stadslednings|kommun|regering|utred)\w*|\b(?:stadsledningskontoret|kommunstyrelsen|regeringen|utredningen)\s+föreslår\b",
    re.IGNORECASE,
)  # fmt: skip
_PROCESS = re.compile(
    r"\bremisstid\w*|\bremitter\w+|\banstånd\b|\bför\s+yttrande\b|\bsvar\s+på\s+remiss\b|\bpå\s+remiss\s+(?:till|från)\b"
    r"|\btjänsteutlåtandet\s+har\s+utarbetats\b|\bärendet\s+(?:har\s+)?(?:behandla|bere)\w+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


def voice_of(source: Source, section_path: tuple[str, ...], text: str) -> Voice:
    """The voice of a passage, or of a single quoted sentence, which may differ from its passage's.

    Args:
        source: the document's entry in the register; its type and status decide first.
        section_path: titles from the top down to the passage's section; the innermost known one counts.
        text: the passage's or the sentence's words. The voice of most of its sentences wins, and the
            section's own voice in a tie.
    """
    if not _reports(source):
        return Voice.OWN
    section = _section_voice(section_path)
    if section in (Voice.DRAFT_DECISION, Voice.FACTS, Voice.PROCESS):
        return section
    default = section or (Voice.OPINION if section_path else Voice.FACTS)
    if source.status is Status.FORSLAG and default is Voice.REPORTED:
        default = Voice.OWN  # the proposer's own tjänsteutlåtande: "Ärendet" is its proposal, retold from nobody
    votes = Counter(_sentence_voice(sentence, default) for sentence in _SENTENCE_END.split(text.strip()))
    best = max(votes.values(), default=0)
    return default if votes[default] == best else next(voice for voice, n in votes.items() if n == best)


def _reports(source: Source) -> bool:
    return source.type.lower() in REPORTING_TYPES or source.status is Status.REMISSVAR


def _section_voice(path: tuple[str, ...]) -> Voice | None:
    for title in reversed(path):
        for pattern, voice in _SECTIONS:
            if re.search(pattern, title, re.IGNORECASE):
                return voice
    return None


def _sentence_voice(sentence: str, default: Voice) -> Voice:
    # An opinion about a proposal names the proposal too, so the opinion's words are looked for first.
    if _OPINION.search(sentence):
        return Voice.OPINION
    if _PROCESS.search(sentence):
        return Voice.PROCESS
    if _REPORTED.search(sentence):
        return Voice.REPORTED
    return default
