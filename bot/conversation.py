"""Follow-ups, resolved against the asker's earlier questions without a language model.

"Och Påverkan då?" borrows the earlier question and puts its own subject in; "Vem ansvarar för det?"
keeps its own words and borrows the subject; "Varför?" borrows all but the question word; "den tredje"
is looked up in the list that the earlier question was answered with. A question that stands on its
own feet is left alone, so that a new topic is not dragged along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer import Conversation
from bot.asking import ASKING, ASPECTS, CONJUNCTIONS, PREPOSITIONS, PRONOUNS, QUESTION_WORDS, TRAILING
from bot.question import normalise, subject_of
from bot.words import Word, fold, words

Listed = Callable[[str], Sequence[str]]
"""The names of the items that a question was answered with, in order; () when that was no list."""

_ORDINALS = {
    1: "forsta first 1:a 1st etta ettan", 2: "andra second 2:a 2nd tvaa tvaan", 3: "tredje third 3:e 3rd trean",
    4: "fjarde fourth 4:e 4th fyran", 5: "femte fifth 5:e 5th femman", 6: "sjatte sixth 6:e 6th",
    7: "sjunde seventh 7:e 7th", 8: "attonde eighth 8:e 8th", -1: "sista last",
}  # fmt: skip
_ORDINAL_OF = {form: number for number, forms in _ORDINALS.items() for form in forms.split()}
_ORDINAL = re.compile(
    r"\b(?:(?:den|det|the)\s+(?P<word>[\w:]+)(?:\s+(?:one|punkten|inriktningen|av dem|i listan|direction|point|item|of them"
    r"|principen|principle|goal|malet))?"
    r"|(?P<bare>[\w:]+)\s+(?:one|punkten|inriktningen|principen|direction|point|principle|item)"
    r"|(?:nummer|nr|punkt|number|no\.?|item|point|inriktning|direction|princip|principle)\s+(?P<digit>\d{1,2}))(?=\W|$)"
)
_OPENING = re.compile(
    r"^(?:(?:och|men|samt|and|but|also|sa|so|ok(?:ej|ay)?)[\s,]+)*"
    r"(?:(?:what|how)\s+about|hur\s+(?:ar|blir|ser)\s+det(?:\s+ut)?\s+(?:med|for)|vad\s+galler(?:\s+for)?"
    r"|vad\s+sags\s+om|samma\s+(?:fraga\s+)?(?:for|om)|the\s+same\s+for|what\s+of)\s+"
)
_MORE = re.compile(
    r"^(?:(?:och|and|kan du|can you|please|snalla)\s+)*(?:berätta mer|beratta mer|mer|mera|utveckla|fortsatt|nagot mer|nagot annat"
    r"|mer om det|(?:tell me )?more|go on|continue|anything else|elaborate|forklara(?: det)?(?: narmare)?|explain(?: that| it)?"
    r"|vem sager det|kalla|kallan|source|who says (?:so|that)|ar du saker|are you sure|var star det|where does it say (?:so|that))(?: om (?:det|den))?$"
)
_EXPLETIVE = re.compile(
    r"\b(?:finns|star|sags|framgar|handlar|gar|galler|hander|kravs|behovs|innebar|ar|was|is|does|blir)\s+(?:det|it|there)\b"
    r"(?=\s+(?:nagon|nagot|nagra|en|ett|om|till|for|att|sant|manga|flera|possible|true|a|any|the|som|i|pa|bra|viktigt|mojligt"
    r"|important|clear|say|tydligt|internationella|krav|stod))|\bdet\s+(?:finns|star|galler|ar)\b|\bthere\s+(?:is|are)\b"
)
_DETERMINER_OF_NOTHING = frozenset(
    """galler ar ar: till for i pa om da ut innebar har ska bor kan betyder egentligen ocksa enligt och eller inte blir
    gor kom sager menar anvands skrevs kommer ersatter with for of in on mean is are was by to and apply applies do
    does work from say about then cover covers replace replaces come comes""".split()
)
_BODY = re.compile(
    r"(namnd|namnden|namnder|styrelse|styrelsen|kontor|kontoret|forvaltning|forvaltningen|fullmaktige|bolag|bolaget|bolagen)$"
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question on its own feet."""

    query: str
    follow_up: bool = False
    again: bool = False  # asks for more of what was just answered


def resolve(question: str, conversation: Conversation, listed: Listed = lambda _: ()) -> Resolved:
    """The question with what it borrows from the earlier ones.

    Args:
        question: as typed.
        conversation: the asker's earlier questions, oldest first, as typed; each is resolved in turn.
        listed: what an earlier, resolved question was answered with, asked for only when needed.
    """
    earlier: list[str] = []
    for turn in conversation:
        if turn := normalise(turn):
            earlier.append(_resolve(turn, earlier, listed).query)
    return _resolve(normalise(question), earlier, listed)


def _resolve(question: str, earlier: Sequence[str], listed: Listed) -> Resolved:
    """`earlier` are resolved questions. Tries the most explicit kind of follow-up first."""
    standing = [q for q in earlier if _has_subject(q)]
    if named := _with_ordinal(question, standing, listed):
        question, follow_up = named, True
    else:
        follow_up = False
    if not standing:
        return Resolved(question, follow_up)
    previous = standing[-1]
    flat = " ".join(word.folded for word in words(question))
    if _MORE.match(flat):
        return Resolved(previous, follow_up=True, again=True)
    if opening := _OPENING.match(fold(question)):
        return Resolved(_in_place_of(question[opening.end() :], previous), follow_up=True)
    asked = words(question)
    bare = [w for w in asked if w.folded not in CONJUNCTIONS and w.folded not in TRAILING]
    if bare and all(w.folded in QUESTION_WORDS for w in bare):  # "Varför då?"
        return Resolved(f"{bare[0].text} {_without_question_word(previous)}?", follow_up=True)
    if replaced := _with_antecedent(question, asked, previous):
        return Resolved(replaced, follow_up=True)
    if bare and _is_fragment(question, asked, bare):
        return Resolved(_in_place_of(question[bare[0].start : bare[-1].end], previous), follow_up=True)
    return Resolved(question, follow_up)


def _has_subject(question: str) -> bool:
    return bool(subject_of(question)) and not re.fullmatch(
        r"(hej\w*|tack\w*|hjalp|hello|hi|thanks?|help)(\s.*)?", fold(question).strip(" !.?")
    )


def _with_ordinal(question: str, earlier: Sequence[str], listed: Listed) -> str:
    """The question with "den tredje" named; "" when it has no ordinal, or no list is known."""
    for match in _ORDINAL.finditer(fold(question)):
        digit = match["digit"]
        number = int(digit) if digit else _ORDINAL_OF.get(match["word"] or match["bare"] or "")
        if not number:
            continue
        for previous in reversed(earlier):
            items = listed(previous)
            if len(items) >= max(2, number):
                item = items[number - 1 if number > 0 else number]
                return question[: match.start()] + item + question[match.end() :]
    return ""


def _without_question_word(question: str) -> str:
    asked = words(question)
    rest = [w for w in asked if w.folded not in CONJUNCTIONS]
    while rest and rest[0].folded in QUESTION_WORDS:
        rest.pop(0)
    return question[rest[0].start : asked[-1].end] if rest else question


def _focus(question: str) -> tuple[int, int]:
    """Where the thing asked about stands: after the last preposition, else the subject."""
    asked = words(question)
    while asked and asked[-1].folded in TRAILING:
        asked.pop()
    subject = subject_of(question)
    start = question.rfind(subject) if subject else 0
    for place in range(len(asked) - 2, 0, -1):
        if asked[place].folded in PREPOSITIONS and asked[place + 1].start >= min(start, asked[-1].start):
            return asked[place + 1].start, asked[-1].end
    return (start, start + len(subject)) if subject else (0, len(question))


def focus_of(question: str) -> str:
    start, end = _focus(question)
    return question[start:end]


def _with_antecedent(question: str, asked: list[Word], previous: str) -> str:
    """The question with its pronoun replaced by the earlier subject; "" when no pronoun points back."""
    expletives = [m.span() for m in _EXPLETIVE.finditer(fold(question))]
    for place, word in enumerate(asked):
        if word.folded not in PRONOUNS:
            if (
                word.folded not in ASKING
                and word.folded not in ASPECTS
                and word.folded not in PREPOSITIONS
                and place > 3
            ):
                return ""  # the question has said by itself what it is about
            continue
        if any(start <= word.start < end for start, end in expletives):
            continue
        following = asked[place + 1].folded if place + 1 < len(asked) else ""
        possessive = word.folded in {"dess", "deras", "its", "their", "hans", "hennes", "his", "her"}
        if possessive and following:
            rest = question[asked[place + 1].start : asked[-1].end]
            return f"{question[: word.start]}{rest} {_linking(question)} {focus_of(previous)}?"
        if not following or following in _DETERMINER_OF_NOTHING or following in TRAILING:
            return question[: word.start] + focus_of(previous) + question[word.end :]
    return ""


def _linking(question: str) -> str:
    return "of" if re.search(r"\b(its|their|his|her)\b", fold(question)) else "för"


def _is_fragment(question: str, asked: list[Word], bare: list[Word]) -> bool:
    """Whether the words are no question of their own: "Och för EU-frågor?", "Påverkan då?", "Syftet?"."""
    if bare[0].folded in QUESTION_WORDS:
        return False
    opened = asked[0].folded in CONJUNCTIONS and asked[0].folded not in {"eller", "or", "men", "but"}
    closed = asked[-1].folded in TRAILING - {"tack", "snalla", "please", "thanks"}
    if opened or closed:
        return len(bare) <= 8 and not (bare[0].folded in ASKING - PREPOSITIONS and len(bare) > 4)
    aspect = bare[0].folded in ASPECTS and len(bare) == 1
    led = bare[0].folded in PREPOSITIONS and len(bare) <= 4
    short = len(bare) <= 2 and question.rstrip().endswith("?") and bare[0].folded not in ASKING
    return aspect or led or short


def _in_place_of(fragment: str, previous: str) -> str:
    """The earlier question with the fragment in the place that it fits: preposition, body, aspect or focus."""
    fragment = fragment.strip(" ?.!,")
    new = words(fragment)
    while new and new[-1].folded in TRAILING:
        new.pop()
    if not new:
        return previous
    fragment = fragment[: new[-1].end]
    asked = words(previous)
    if new[0].folded in ASPECTS and len(new) == 1:
        linking = (
            "of"
            if re.fullmatch(r"[a-z ]+", fragment)
            and new[0].folded.endswith(("s", "e", "n", "y", "g"))
            and _english(previous)
            else "med"
        )
        return f"{fragment} {linking} {focus_of(previous)}?"
    if new[0].folded in PREPOSITIONS and len(new) > 1:
        for place in range(len(asked) - 1, 0, -1):
            if asked[place].folded == new[0].folded:
                return f"{previous[: asked[place].start]}{fragment}?"
        start, _ = _focus(previous)
        if place_of := [w for w in asked if w.end <= start and w.folded in PREPOSITIONS]:
            return f"{previous[: place_of[-1].start]}{fragment}?"
        return f"{previous.rstrip(' ?')} {fragment}?"
    if _BODY.search(new[-1].folded):
        for word in asked:
            if _BODY.search(word.folded):
                return previous[: word.start] + fragment + previous[word.end :]
    start, end = _focus(previous)
    return previous[:start] + fragment + previous[end:]


def _english(question: str) -> bool:
    from bot.language import swedishness

    return swedishness(question) < 0
