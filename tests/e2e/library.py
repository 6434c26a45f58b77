"""The documents and answers that the browser tests are about: the real one, and made-up ones marked as such."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from bot.answer import Answer, Intent, Quote
from bot.config import PROJECT
from bot.service import Request
from index.types import Corpus
from tests.bot.web.scripted import Scripted, corpus_of, owner_answer, quote_of

ATTACK = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>&lt;b&gt;"
ATTACK_QUESTION = "Vad säger <img src=x onerror=window.hacked=3> om detta?"
OWNER = "Vem ansvarar för EU-frågor?"
LIST = "Vilka är de fyra inriktningarna?"
SIDES = "Vad tycker nämnderna om förslaget?"
UNKNOWN = "Vad kostar en flygbiljett till Bryssel?"

NEIGHBOUR = """
  - id: pahittad-miljo
    title: Påhittat yttrande över en påhittad strategi
    type: tjänsteutlåtande
    status: remissvar
    issuer: Påhittade miljöförvaltningen
    date: 2016-10-20
    about: internationell-strategi-2016
    file: pahittad-miljo.txt
"""
ATTACKER = f"""
  - id: anfall
    title: "Påhittat {ATTACK}"
    type: tjänsteutlåtande
    status: remissvar
    issuer: "{ATTACK}"
    file: anfall.txt
"""
OBJECTION = "Förvaltningen avstyrker förslaget, eftersom resurser för uppföljning saknas."
ENDORSEMENT = (
    "Förvaltningen ställer sig positiv till stadsledningskontorets förslag till Internationell strategi "
    "för Stockholms stad."
)


def copy_knowledge(folder: Path, attack: bool = False) -> None:
    """The project's own knowledge folder, with a made-up neighbour, and on request one that attacks its readers."""
    shutil.copytree(
        PROJECT / "knowledge", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True
    )
    documents = folder / "documents"
    (documents / "pahittad-miljo.txt").write_text(
        f"Påhittat tjänsteutlåtande\n\nFörvaltningens synpunkter och förslag\n\n{OBJECTION}\n", encoding="utf-8"
    )
    if attack:
        (documents / "anfall.txt").write_text(f"Påhittat anfall\n\nHär står {ATTACK} i en mening.\n", encoding="utf-8")
    with (folder / "sources.yaml").open("a", encoding="utf-8") as register:
        register.write(NEIGHBOUR + (ATTACKER if attack else ""))


def make_corpus(folder: Path) -> Corpus:
    """The project's own documents, and the made-up ones."""
    copy_knowledge(folder, attack=True)
    return corpus_of(folder)


def make_answerer(corpus: Corpus) -> Scripted:
    real = corpus.documents["sn-2016-10-25"]
    items = [block.span.of(real.text) for block in real.blocks if block.name]
    return Scripted(
        corpus,
        {
            OWNER: owner_answer(corpus),
            LIST: items,
            SIDES: _sides(corpus),
            UNKNOWN: _unanswered(corpus),
            ATTACK_QUESTION: _attack(corpus),
        },
    )


def _sides(corpus: Corpus):
    quotes = (
        quote_of(corpus.documents["sn-2016-10-25"], ENDORSEMENT, corpus),
        quote_of(corpus.documents["pahittad-miljo"], OBJECTION, corpus),
    )
    return lambda request: _answer(corpus, request, quotes, notices=("disagree",), notes=("De är inte eniga.",))


def _unanswered(corpus: Corpus):
    real = corpus.documents["sn-2016-10-25"]
    near = quote_of(real, "Remisstiden sträcker sig till den 17 oktober 2016", corpus)

    def make(request: Request) -> Answer:
        answer = _answer(corpus, request, (), closest=(near,))
        return replace(answer, answered=False, message="Det framgår inte av de dokument som jag har.")

    return make


def _attack(corpus: Corpus):
    quote = quote_of(corpus.documents["anfall"], f"Här står {ATTACK} i en mening.", corpus)
    poisoned = replace(quote, standing=ATTACK, name=ATTACK, section=(ATTACK,), dnr=ATTACK, date=ATTACK)
    return lambda request: _answer(
        corpus, request, (poisoned,), closest=(poisoned,), message=ATTACK, notes=(ATTACK,), suggestions=(ATTACK,)
    )


def _answer(corpus: Corpus, request: Request, quotes: tuple[Quote, ...], **more) -> Answer:
    return Answer(
        question=request.question,
        language=request.language or "sv",
        intent=Intent.OTHER,
        answered=True,
        confidence=0.9,
        quotes=quotes,
        generation=corpus.generation,
        **more,
    )
