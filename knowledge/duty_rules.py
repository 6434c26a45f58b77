"""The phrases with which official Swedish says who is responsible, as patterns over a masked sentence.

In a masked sentence every body is a run of `SOMEBODY` (`SOMEBODYS` in the genitive) of its own length,
so that offsets hold. A rule is written with words, `<names>` for what varies, and a space for any white space.
"""

from __future__ import annotations

import re
from enum import StrEnum

SOMEBODY, SOMEBODYS = "\x01", "\x02"


class Modality(StrEnum):
    """With what force a sentence says it."""

    ANSVARAR = "ansvarar"
    BESLUTAR = "beslutar"
    SKA = "ska"
    BOR = "bör"
    FORESLAR = "föreslår"
    HANDLAGGER = "handlägger"  # a case, as its handläggare: no ownership of an issue


_ADVERBS = (
    "(?:(?:även|också|därmed|dock|själva?|årligen|gemensamt|ytterst|löpande|vidare|således|fortsatt|fortfarande|dessutom"
    "|dels|särskilt|främst|alltid|formellt|huvudsakligen|samtidigt|tydligt|direkt|i dag|idag|i sin tur|bland annat"
    r"|bl\.a\.|i första hand|i budgeten|tillsammans med [\w\s,\x01\x02-]+?|i samverkan med [\w\s\x01\x02-]+?) )*?"
)
_NAMES = {
    "<adverbs>": _ADVERBS,
    "<who>": f"(?P<owner>{SOMEBODY}+)",
    "<whose>": f"(?P<owner>{SOMEBODYS}+)",
    "<subject>": f"(?P<owner>{SOMEBODY}+)(?:,\\s+som\\s[^,]{{3,120}},)? {_ADVERBS}",
    "<issue>": "(?P<issue>.+)",
    "<issue…>": "(?P<issue>.+?)",
    "<front>": r"(?:^|,\s|\batt\s)(?P<issue>(?!det\b)[^,]+?)",
    "<ansvar>": r"(?:\w+ ){0,4}?\w*ansvar(?:et)?",
    "<few>": r"(?:\w+ ){0,3}?",
    "<ska>": "(?P<modal>ska|skall|bör|måste)",
}


def pattern(template: str) -> re.Pattern[str]:
    for name, meaning in _NAMES.items():
        template = template.replace(name, meaning)
    return re.compile(template.replace(" ", r"\s+"), re.IGNORECASE)


RULES = tuple(
    (modality, pattern(template))
    for modality, templates in (
        (
            Modality.ANSVARAR,
            (
                "<subject>(?:ansvarar|svarar) <adverbs>för <issue>",
                "<subject>(?:har|bär|får|ges|tilldelas) <ansvar> <few>för <issue>",
                r"<subject>(?:är|blir) (?:\w+ )?ansvarig[at]? <adverbs>för <issue>",
                r"<who>, som <adverbs>(?:ansvarar|har <ansvar>) för <issue>",
                r"\b(?:ansvarar|svarar) <adverbs><who> <adverbs>för <issue>",
                r"\bhar <adverbs><who> <ansvar> <few>för <issue>",
                r"(?:^|[,;]\s|\batt\s)för <issue…> (?:ansvarar|svarar) <adverbs><who>",
                r"(?:\w*ansvaret|\bansvar) för (?:att )?<issue…> "
                "(?:(?:ligger|vilar) <adverbs>(?:på|hos)|åvilar|faller på|har|bärs av|delas (?:av|mellan)|finns hos)"
                " <adverbs><who>",
                r"\b(?:på|hos) <who> (?:ligger|vilar) <ansvar> för <issue>",
                r"\bansvarig(?: \w+)? för <issue…> är <who>",
                r"\bdet är <whose> (?:ansvar|uppgift|uppdrag|sak|skyldighet) att <issue>",
                r"<front> är <whose> (?:huvud)?ansvar\b",
            ),
        ),
        (
            Modality.SKA,
            (
                r"\bdet (?:åligger|åvilar|ankommer på|tillkommer) <adverbs><who> <adverbs>att <issue>",
                "<subject>(?:har|får|ges|har fått) <adverbs>(?:i|till|som) (?:uppdrag|uppgift) <adverbs>att <issue>",
                r"\b(?:ger|gett|ge|uppdrar åt) <who> (?:i uppdrag )?att <issue>",
                "<subject>är <adverbs>skyldig[at]? att <issue>",
            ),
        ),
        (
            Modality.FORESLAR,
            ("<subject>föreslås <adverbs>(?:ansvara för|(?:få|ges|ha) (?:i uppdrag att|<ansvar> för)) <issue>",),
        ),
        (
            Modality.SKA,
            (
                "<subject><ska> <issue>",
                "<who> som <ska> <issue>",
                r"\b<ska> <adverbs><who>(?:,\s+som\s[^,]{3,120},)? <issue>",
            ),
        ),
        (
            Modality.BESLUTAR,
            (
                "<subject>beslutar <adverbs>(?:om|i) <issue>",
                "<subject>(?:fastställer|antar) <adverbs><issue>",
                r"\bbeslut (?:om|i) <issue…> (?:fattas|tas) av <who>",
                "<front> (?:beslutas|fastställs|antas|(?:ska|bör) (?:beslutas|fastställas|antas|godkännas)) av <who>",
            ),
        ),
        (
            Modality.ANSVARAR,
            (
                "<subject>(?:samordnar|leder)(?: och (?:samordnar|leder|utvecklar|planerar|styr))? <adverbs><issue>",
                "<front> (?:<ska> )?(?:samordnas|hanteras|handläggs|handläggas|leds|ledas) av <who>",
                r"\bdet är <who> som <adverbs>(?:ansvarar|svarar|har <ansvar>) för <issue>",
            ),
        ),
    )
    for template in templates
)
"""Tried in this order; the first rule that finds an issue is the most specific, and keeps it."""

PROPOSED = pattern(r"\bföreslå[rs]\b[^.]*?\batt <who> <issue>")
"""The loosest rule: "föreslår att kommunfullmäktige … lägger fast …"; tried when no other finds anything."""

VERB_OF_DUTY = pattern(
    r"(?:an)?svara <adverbs>för |(?:ha|ta|bära|få|ges) <ansvar> för |vara (?:\w+ )?ansvarig[at]? för "
    "|ha (?:i|till) (?:uppdrag|uppgift) att |(?:ges|få) i uppdrag att "
)
"""After "ska": words that only say that there is a duty. What follows them is the issue."""

NO_DUTY = pattern(r"<adverbs>(?:vara|bli|kunna|få|ha(?! uppsikt)|heta|finnas|\w+s)\b|(?:inte|ej|aldrig|endast om)\b")
"""After "ska": a state ("ska vara"), or a passive ("ska informeras"), which puts no duty on its subject."""

FORMULA = pattern(
    r"(?:godkänn\w+|överlämn\w+|hänvis\w+|åberop\w+|justera\w*|förklara\w*|beslutar att|att"
    r"|(?:tar|lägger|bifall|avslå)\w*)\b"
)
"""The formulas of "Förslag till beslut": what a board does with one case, not what it answers for."""
