"""An answer as Slack's blocks: pure, and within every limit for any answer.

The buttons and the notes are laid out first and are never what is cut; quotes then fill the room that is left,
and what had no room is counted and linked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote as percent

from bot.answer import Answer, Intent, Quote
from bot.slack import parts
from bot.slack.limits import BLOCKS, FALLBACK, TOTAL, Block, characters, cut, prefix, size
from bot.slack.mrkdwn import defuse, escape, label, link
from bot.slack.source import also_line, same_source, source_line
from bot.slack.state import State, state_of
from bot.texts import text

MESSAGE = 600  # of the bot's own lead
NOTE = 300
NOTES = 3
QUOTE = 6_000  # of one quote: a whole list is long; one that is cut says so
CLOSEST = 3
CLOSEST_QUOTE = 400  # of a passage that is no answer: enough to see whether to open it
SUGGESTIONS = 3
SUGGESTION = 150  # a longer one is left out


@dataclass(frozen=True, slots=True)
class Look:
    """What surrounds the answer: where its links point, which buttons it offers, and what stands around it.

    `over` and `under` hold a few short blocks of the bot's own: who asks, who shares, a way on.
    """

    public_url: str = ""
    ask_a_person: bool = False
    share: bool = False
    rate: bool = True
    over: tuple[Block, ...] = ()
    under: tuple[Block, ...] = ()


def to_blocks(answer: Answer, look: Look = Look()) -> list[Block]:
    """At most 50 blocks and 13,000 characters; every quote verbatim, or cut at a sentence and said to be."""
    above = [*look.over, *_owner(answer), *_lead(answer)]
    below = [*_notes(answer), *_suggestions(answer), *_buttons(answer, look), *look.under]
    room = TOTAL - characters([*above, *below])
    return [*above, *_quotes(answer, look, room, BLOCKS - len(above) - len(below)), *below]


def to_text(answer: Answer) -> str:
    """The answer itself, for notifications and screen readers; escaped."""
    lines = []
    if answer.responsible:
        lines.append(text("slack.owner", answer.language, owner=answer.responsible.owner))
    if answer.message:
        lines.append(answer.message)
    for quote in answer.quotes:
        lines += [f"”{quote.text}”", f"– {quote.standing or quote.title or quote.document}"]
    plain = cut("\n".join(lines), FALLBACK) or "–"
    while size(escape(plain)) > FALLBACK:
        plain = cut(plain, size(plain) * 4 // 5)
    return escape(plain)


def _owner(answer: Answer) -> Iterator[Block]:
    responsible = answer.responsible
    if responsible is None:
        return
    owner = responsible.owner
    yield parts.header(text("slack.owner", answer.language, owner=owner[:1].upper() + owner[1:]))
    # Who says so, and when, stands below the quote; it need not be read twice.
    standing = answer.quotes[responsible.quote].standing if responsible.quote < len(answer.quotes) else ""
    about = [responsible.certainty.replace(f"{standing}.", "").strip() if standing else responsible.certainty]
    if responsible.as_of and responsible.as_of not in standing:
        about.append(text("slack.owner_as_of", answer.language, date=responsible.as_of))
    if line := label(" · ".join(filter(None, about)), NOTE):
        yield parts.context(line)


def _lead(answer: Answer) -> Iterator[Block]:
    if answer.resolved and answer.resolved != answer.question:
        line = text("slack.understood_as", answer.language, question=answer.resolved)
        yield parts.context(f"_{label(line, NOTE)}_")
    if answer.message:
        lead = cut(answer.message, MESSAGE)
        while size(defuse(lead)) > MESSAGE:
            lead = cut(lead, size(lead) * 4 // 5)
        yield parts.section(defuse(lead))


def _notes(answer: Answer) -> Iterator[Block]:
    for note in answer.notes[:NOTES]:
        yield parts.context(f":warning: {label(note, NOTE)}")


def _suggestions(answer: Answer) -> Iterator[Block]:
    asked = [question for question in answer.suggestions if 0 < size(question) <= SUGGESTION][:SUGGESTIONS]
    if asked:
        yield parts.context(label(text("slack.suggestions", answer.language), NOTE))
        yield ask_buttons("suggestions", asked, answer.language)


def ask_buttons(name: str, questions: Sequence[str], language: str) -> Block:
    """A row of questions that a click asks."""
    return parts.actions(
        name,
        [
            parts.button(f"ask.{number}", question, State.model_construct(question=question, language=language).pack())
            for number, question in enumerate(questions)
        ],
    )


def _buttons(answer: Answer, look: Look) -> Iterator[Block]:
    state, language = state_of(answer), answer.language
    row = []
    if answer.quotes and state.places:
        packed = state.only("places").pack(1_000)
        row.append(parts.button("context", text("slack.context_button", language), packed))
    if answer.quotes and (url := _address(look, answer.quotes[0].url)):
        row.append(parts.button("open", text("slack.open_button", language), url=url))
    if answer.intent is not Intent.SMALL_TALK:
        if look.rate:
            packed = state.pack(1_000)
            row.append(parts.button("useful", text("slack.useful_button", language), packed))
            row.append(parts.button("not_useful", text("slack.not_useful_button", language), packed))
        if look.ask_a_person:
            packed = state.only("question", "places").pack()
            row.append(parts.button("ask_a_person", text("slack.person_button", language), packed))
        if look.share and answer.answered:
            packed = state.only("question").pack()
            row.append(parts.button("share", text("slack.share_button", language), packed, style="primary"))
    if row:
        yield parts.actions("answer", row)


def _quotes(answer: Answer, look: Look, room: int, blocks: int) -> Iterator[Block]:
    """As many quotes, best first, as there is room for; then how many more there are."""
    shown = answer.quotes or answer.closest[:CLOSEST]
    if not answer.quotes and shown:
        lead = parts.section(f"*{label(text('slack.closest', answer.language), NOTE)}*")
        room, blocks = room - characters([lead]), blocks - 1
        yield lead
    room, blocks = room - characters([_rest(answer, look, len(shown))]), blocks - 1
    left = len(shown)
    for _, same in groupby(shown, key=same_source):
        group = list(same)
        longest = QUOTE if answer.quotes else CLOSEST_QUOTE
        fitting, pieces = _fitting(group, answer.language, look, room, longest)
        if not fitting and left == len(shown):  # something is always shown
            fitting, pieces = 1, _squeezed(group[0], answer.language, look, room)
        if not fitting or len(pieces) > blocks:
            break
        yield from pieces
        room, blocks, left = room - characters(pieces), blocks - len(pieces), left - fitting
        if fitting < len(group):
            break
    if left:
        yield _rest(answer, look, left)


def _fitting(group: list[Quote], language: str, look: Look, room: int, longest: int) -> tuple[int, list[Block]]:
    """As many of the group, from its first, as have room; and their blocks."""
    texts = [shorten(quote.text, longest) for quote in group]
    for count in range(len(group), 0, -1):
        pieces = _group(group[:count], texts[:count], language, look)
        if characters(pieces) <= room:
            return count, pieces
    return 0, []


def _squeezed(quote: Quote, language: str, look: Look, room: int) -> list[Block]:
    """One quote, shortened to the room there is."""
    around = characters(_group([quote], [""], language, look))
    return _group([quote], [shorten(quote.text, min(QUOTE, room - around))], language, look)


def _group(group: list[Quote], texts: list[str], language: str, look: Look) -> list[Block]:
    """Quotes from one place, and below them where that is and who speaks there."""
    named = [(_name(quote), short) for quote, short in zip(group, texts, strict=True)]
    blocks = [parts.quotes(named), parts.context(source_line(group[0], look.public_url, language))]
    if places := also_line(group[0], look.public_url, language):
        blocks.append(parts.context(places))
    if any(short != quote.text for quote, short in zip(group, texts, strict=True)):
        blocks.append(parts.context(label(text("slack.shortened", language), NOTE)))
    return blocks


def _name(quote: Quote) -> str:
    """A list item's name, unless its words begin with it."""
    return "" if quote.text.startswith(quote.name) else cut(quote.name, NOTE)


def _rest(answer: Answer, look: Look, count: int) -> Block:
    line = label(text("slack.more_quotes", answer.language, count=count), NOTE)
    if url := _address(look, f"/?q={percent(cut(answer.resolved or answer.question, 200))}"):
        line += " " + link(url, label(text("slack.on_the_web", answer.language), NOTE))
    return parts.context(line)


def _address(look: Look, path: str) -> str:
    return look.public_url + path if look.public_url and path else ""


def shorten(quote: str, limit: int) -> str:
    """The quote, or its beginning up to the last sentence or line that fits; up to a word where none does."""
    if size(quote) <= limit:
        return quote
    start = prefix(quote, limit)
    for end in (". ", "\n", " "):
        place = start.rfind(end)
        if place > len(start) // 4:
            return start[: place + 1].rstrip()
    return start
