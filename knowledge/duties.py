"""Who is responsible for what in one sentence of official Swedish: linguistic rules, precision first.

A clause that asks, denies, supposes, wishes or looks back states no duty, and neither does what an
outsider claims. Where a rule is unsure it stays silent: a missed duty is found by the search anyway,
a wrong owner misleads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.bodies import Body, find_bodies
from knowledge.duty_rules import (
    FORMULA,
    NO_DUTY,
    PROPOSED,
    RULES,
    SOMEBODY,
    SOMEBODYS,
    VERB_OF_DUTY,
    Modality,
    pattern,
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One owner of one issue; `[issue_start, issue_end)` is the issue within the sentence."""

    owner: str
    modality: Modality
    issue_start: int
    issue_end: int
    whole_city: bool = False

    def issue(self, sentence: str) -> str:
        """In the sentence's own words; a capital that only opens the sentence is lowered."""
        words = sentence[self.issue_start : self.issue_end]
        opens = not sentence[: self.issue_start].strip()
        return words[0].lower() + words[1:] if opens and words[1:2].islower() else words


_ANY = re.compile(
    r"svar|ska|bör|måste|åligg|åvil|ankommer|tillkommer|uppdra|uppgift|sak|skyldig|föreslå|beslut|fastställ|anta[rs]"
    r"|samordna|leds|leda|leder|hanter|handlägg",
    re.IGNORECASE,
)
"""What any rule needs: the other sentences need no closer look."""
_NEGATION = pattern(r"\b(?:inte|ej|aldrig|icke|inget|inga|ingen|varken|vare sig|knappast|saknar)\b")
_CLAUSE = pattern(r";|,\s+(?:men|och|samt|medan)\b|\s(?:men|medan)\s")
_SUPPOSED = pattern(
    r"(?:\b(?:om|ifall|huruvida|som|hur|vad|vem|var|där|när|innan|tills|såvida|förutsatt att|(?:för|så|utan) att"
    r"|(?:syft\w*|mål\w*|avsikt\w*|ambition\w*|tanke\w*|viktigt|angeläget|önskvärt|möjligt|risk\w*|önska\w*|hoppas|vill"
    r"|förvänta\w*|möjlighet\w*)\b[^,.;]*\batt)) $"
)
_PREPOSITION = pattern(r"\b(?:med|av|till|hos|från|i|på|inom|mellan|för|under|enligt|mot|genom|via|åt|inför|kring) $")
_OUTSIDER = pattern(
    r"\b(?:hävda[rt]|hävdade|påstå[rt]s?|påståtts|påstods|ryktas)\b"
    r"|\benligt (?:(?:en|ett|flera|vissa) )?\w*(?:artikel|tidning|nyheter|dagblad|insändare|uppgift|rykte|skribent"
    r"|blogg|debattör|medborgar)\w*\b|\benligt \w+ (?:nyheter|dagbladet|tidningen)\b"
)
_SAYS = pattern(
    r"\b(?:menar|anser|tycker|tror|skriver|skrev|säger|sade|uppger|befarar|undrar|frågar|frågat|uttryckt|diskuterats"
    r"|utreds)\b"
    r"[^.]*?\b(?:att|om)\s"
)
_DOCUMENT = pattern(
    r"\w*(?:förslag|strategi|policy|riktlinje|program|reglemente|utredning|kontor|förvaltning|nämnd|styrelse)"
)

_PREDICATE = r"(?:ska|skall|bör|ansvarar|svarar|beslutar|har (?:även |också )?(?:\w*ansvar|i uppdrag))\b"
_END = pattern(
    r"\s*(?:[;:](?=\s|$)|\s[–-]\s|\.\s|,\s+(?:men|medan|dock|vilket|eftersom|och därmed)\b|\s(?:men|medan)\s"
    rf"|,?\s(?:och|samt) (?={SOMEBODY}+ (?:\w+ )?(?:ansvar|svarar|ska|skall|bör|har|är|beslut|för\b|fastställ|samordn"
    r"|led))"
    rf"|,?\s(?:och|samt) (?={_PREDICATE}))"
)
_WEAK = re.compile(r"\s*(?:(?:också|även|därmed|dock|vidare|således|dessutom|fortsatt)\s+)*", re.IGNORECASE)
_GAPPED = pattern(r"(?:,|,?\s(?:och|samt|medan)) <who> för <issue>")
_SAME_SUBJECT = pattern(rf",?\s(?P<and>och|samt) (?={_PREDICATE})")

_LEAD = pattern("(?:dels )?(?:för )?att |dels för ")
_SPLIT_FOR = pattern(r"(?:,?\s+(?:och|samt)(?: även)?|,?\s+dels|,) för (?:att )?")
_SPLIT_ATT = pattern(r"(?:,?\s+(?:och|samt)|,) att ")
_SPLIT_SAMT = pattern(r",?\s+samt (?P<word>i|på|inom|av|om|vid|till) ")


def find_duties(sentence: str) -> tuple[Duty, ...]:
    """The duties that the sentence states, in its order; () when it states none. Offsets are the sentence's own."""
    if not _ANY.search(sentence) or sentence.rstrip().endswith("?") or _OUTSIDER.search(sentence):
        return ()
    bodies = find_bodies(sentence)
    if not bodies:
        return ()
    masked = _mask(sentence, bodies)
    if (says := _SAYS.search(masked)) and not _trusted(masked[: says.start()], sentence[: says.start()]):
        return ()
    found: list[Duty] = []
    for duty in _readings(masked, {body.start: body for body in bodies}):
        if not any(duty.issue_start < other.issue_end and other.issue_start < duty.issue_end for other in found):
            found.append(duty)
    return tuple(sorted(found, key=lambda duty: duty.issue_start))


def _mask(sentence: str, bodies: tuple[Body, ...]) -> str:
    masked = list(sentence)
    for body in bodies:
        mark = SOMEBODYS if body.genitive else SOMEBODY
        masked[body.start : body.end] = mark * (body.end - body.start)
    return "".join(masked)


def _trusted(masked: str, sentence: str) -> bool:
    """Whether who "anser att …" is one of our bodies, or a document of theirs."""
    return SOMEBODY in masked or SOMEBODYS in masked or bool(_DOCUMENT.search(sentence))


def _readings(masked: str, owners: dict[int, Body]) -> list[Duty]:
    duties: list[Duty] = []
    proposed = re.search(r"\bföreslå[rs]\b[^.]*?\batt\s", masked, re.IGNORECASE)
    for modality, rule in RULES:
        for match in _matches(rule, masked):
            body = owners.get(match.start("owner"))
            if body is None or not _stated(masked, match):
                continue
            force = _force(modality, match)
            if proposed and proposed.end() <= match.start("owner"):
                force = Modality.FORESLAR
            duties.extend(_duties(masked, owners, body, force, match))
    if not duties and (loose := PROPOSED.search(masked)) and (body := owners.get(loose.start("owner"))):
        duties.extend(_duties(masked, owners, body, Modality.FORESLAR, loose))
    return duties


def _matches(rule: re.Pattern[str], masked: str) -> list[re.Match[str]]:
    """All matches, overlapping ones too: an issue runs to the end, over the clauses that follow."""
    found, start = [], 0
    while match := rule.search(masked, start):
        found.append(match)
        start = max(match.start("owner"), match.start()) + 1
    return found


def _stated(masked: str, match: re.Match[str]) -> bool:
    """Whether the clause states its duty: not denied, supposed or wished, and the body is its subject."""
    start, owner = match.start(), match.start("owner")
    trigger_end = match.start("issue") if match.start("issue") > owner else match.end("owner")
    before = masked[:trigger_end]
    clause = max((cut.end() for cut in _CLAUSE.finditer(before, 0, min(start, owner))), default=0)
    if _NEGATION.search(before[clause:]):
        return False
    if _SUPPOSED.search(masked[:start]) or _SUPPOSED.search(masked[:owner]):
        return False
    # After a preposition a body is no subject, unless a relative clause makes it one: "med §, som ansvarar för …".
    subject_first = start == owner and not masked[match.end("owner") :].startswith(", som")
    return not (subject_first and _PREPOSITION.search(masked[:owner]))


def _force(modality: Modality, match: re.Match[str]) -> Modality:
    modal = (match.groupdict().get("modal") or "").lower()
    if modal == "bör":
        return Modality.BOR
    return Modality.SKA if modal else modality


def _duties(masked: str, owners: dict[int, Body], body: Body, modality: Modality, match: re.Match[str]) -> list[Duty]:
    start, end = match.span("issue")
    if weak := _WEAK.match(masked, start, end):
        start = weak.end()
    issue_first = start < match.start("owner")
    if not issue_first and "modal" in match.re.groupindex:
        if duty := VERB_OF_DUTY.match(masked, start):
            start = duty.end()
        elif body.whole_city or NO_DUTY.match(masked, start):
            return []
    if modality in (Modality.FORESLAR, Modality.BESLUTAR) and FORMULA.match(masked, start):
        return []
    cut = _END.search(masked, start, end)
    stop = cut.start() if cut else end
    spans = [span for span in _issues(masked, start, stop) if _has_substance(masked[span[0] : span[1]])]
    duties = [Duty(body.name, modality, *span, whole_city=body.whole_city) for span in spans]
    if not duties or issue_first:
        return duties
    if gapped := _GAPPED.match(masked, stop):
        duties.extend(_duties(masked, owners, owners[gapped.start("owner")], modality, gapped))
    elif shared := _SAME_SUBJECT.match(masked, stop):
        duties.extend(_continued(masked, owners, body, shared))
    return duties


def _continued(masked: str, owners: dict[int, Body], body: Body, shared: re.Match[str]) -> list[Duty]:
    """A second verb of the same subject ("… och ska även …"): its "och" is read as the subject."""
    at, end = shared.span("and")
    masked = masked[:at] + SOMEBODY * (end - at) + masked[end:]
    for modality, rule in RULES:
        match = rule.match(masked, at)
        if match and match.start("owner") == at and not _NEGATION.search(masked[at : match.start("issue")]):
            return _duties(masked, owners | {at: body}, body, _force(modality, match), match)
    return []


def _issues(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of coordinated issues: "för a, för b och för c", "att a och att b", "… i a, samt i b"."""
    if lead := _LEAD.match(masked, start, end):
        start = lead.end()
    cuts = [*_SPLIT_FOR.finditer(masked, start, end), *_SPLIT_ATT.finditer(masked, start, end)]
    for cut in _SPLIT_SAMT.finditer(masked, start, end):
        if re.search(rf"\s{cut['word']}\s", masked[start : cut.start()]):
            cuts.append(cut)
    spans, at = [], start
    for cut in sorted(cuts, key=lambda cut: cut.start()):
        spans.append((at, cut.start()))
        at = cut.end()
    spans.append((at, end))
    return [(a, a + len(masked[a:b].rstrip(" .,;:\n"))) for a, b in spans]


def _has_substance(words: str) -> bool:
    return any(len(word) > 2 for word in re.findall(rf"[\w{SOMEBODY}{SOMEBODYS}]+", words))
