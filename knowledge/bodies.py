"""Finds the bodies and roles of a Swedish municipality in a sentence: nämnder, kontor, bolag, chefer.

The words are recognised by how they end ("-nämnden", "-kontoret"), since a city makes up new ones all
the time. A body of another city, of a region or of the state is not one of ours, and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HOME = ("stockholm", "stockholms", "stadens", "kommunens")
ABBREVIATIONS = {
    "KS": "kommunstyrelsen",
    "KF": "kommunfullmäktige",
    "SLK": "stadsledningskontoret",
    "SN": "socialnämnden",
}

_ELSEWHERE = (
    r"göteborg|malmö|uppsala|västerås|örebro|linköping|helsingborg|jönköping|norrköping|lund|umeå|gävle|borås"
    r"|södertälje|eskilstuna|halmstad|växjö|karlstad|sundsvall|luleå|solna|nacka|huddinge|järfälla|sollentuna|täby"
    r"|haninge|botkyrka|tyresö|lidingö|danderyd|oslo|köpenhamn|helsingfors|reykjavik|tallinn|riga|vilnius|tartu"
    r"|berlin|hamburg|amsterdam|london|paris|bryssel|wien|barcelona|rotterdam|warszawa|prag|bergen|århus|åbo|esbo"
    r"|vanda|tammerfors"
)
# Agencies, regions and academies that end like a municipal body.
_OUTSIDE = (
    r"(?:läns|skogs|social|region\w*|landstings\w*|högskole|universitets|polis|transport|folkhälso|riks|kust|stats)styrelse|"
    r"(?:fakultets|hyres|arrende|överklagande|övervaknings|skilje|region\w*|patient|valpröv\w*)nämnd|"
    r"(?:vilt|själv|kapital|fonds?|stats|rovdjurs|älg|vatten|egendoms|skogs|kriminal)förvaltning|"
    r"(?:skatte|huvud|ut|lokal|person)kontor|(?:försäkrings|aktie|sido|börs)bolag|(?:region|landstings)fullmäktige"
)
_CITY = r"(?:Stockholms\s+stad|[Ss]taden|[Kk]ommunen)"
_COMPANY = r"(?:[A-ZÅÄÖ][\w-]*\s+(?:[\w-]+\s+){0,3})AB"
_DEFINITE = (
    r"[\w-]*(?:nämnd(?:en|erna)|styrelse(?:n|rna)|förvaltning(?:en|arna)|kontor(?:et|en)|bolag(?:et|en)|fullmäktige"
    r"|utskott(?:et|en)|borgarråd(?:et|en)|kommunalråd(?:et|en)|borgmästaren|chef(?:en|erna)|direktör(?:en|erna)"
    r"|samordnar(?:en|na)|strateg(?:en|erna)|avdelning(?:en|arna)|enhet(?:en|erna)|delegation(?:en|erna)"
    r"|kommittén?|stadsrevisionen|stadsarkivet|(?:social|räddnings)tjänsten|rotel(?:n|larna)|rektor(?:n|erna))"
)
_BARE = (
    r"[\w-]*(?:nämnd(?:er)?|styrelser?|förvaltning(?:ar)?|kontor|bolag|utskott|chef(?:er)?|direktör(?:er)?|samordnare"
    r"|strateg(?:er)?|avdelning(?:ar)?|enhet(?:er)?|verksamhet(?:er)?|rektor(?:er)?)"
)
_QUANTIFIER = r"(?:samtliga|alla|varje|var\s+och\s+en\s+av|respektive|berörda?|övriga)"
_NONE = r"(?:ingen|inget|inga|ingendera|varken|någon|något|vilken|vilka|vilket)"
_NAMES = (
    r"(?:(?!(?:Hos|Dess|Hans|Hennes|Deras|Vars|Trots|Tills|Alls|Does|Is|Has|Was)\s)[A-ZÅÄÖ][\wéÉ-]*s(?:\s+(?:stads|kommuns))?"
    r"|(?!(?:En|De|Den|Denna|Dessa|Vissa|Flera|Många|Några|Ingen|Någon|Vilken|Vilka)\s)[A-ZÅÄÖ][\w-]+(?=\s+stadsdels))"
)
_OWN_GENITIVE = r"(?:stadens|kommunens|[\w-]*(?:styrelsens|fullmäktiges|nämndens|förvaltningens|kontorets))"
_SPLIT_COMPOUND = r"(?:\w+-(?:,\s+\w+-)*\s+och\s+)?"

_BODY = re.compile(
    rf"(?<![\w-])(?:(?P<none>{_NONE})\s+(?:av\s+)?)?"
    rf"(?:(?P<company>{_COMPANY})|(?P<abbreviation>KS|KF|SLK|SN)"
    rf"|(?P<quantified>(?i:{_QUANTIFIER})\s+(?:\w+a\s+)?(?:{_DEFINITE}|{_BARE})(?:\s+(?:och|eller)\s+{_BARE})?)"
    rf"|(?:(?i:{_OWN_GENITIVE})|(?P<name>{_NAMES}))\s+{_SPLIT_COMPOUND}(?:{_BARE}|{_DEFINITE})"
    rf"|(?:(?i:den\s+)?(?:[\w-]+a\s+)(?=\w*(?:enhet|avdelning)en))?(?i:{_SPLIT_COMPOUND}{_DEFINITE})|(?P<city>{_CITY}))"
    r"(?P<genitive>s|:s)?(?![\w-])"
)
_ANY = re.compile(
    r"nämnd|styrels|förvaltning|kontor|bolag|fullmäktige|utskott|råd|borgmäst|chef|direktör|samordnar|strateg|avdelning"
    r"|enhet|delegation|kommitté|revision|arkiv|tjänsten|rote|rektor|verksamhet|staden|kommunen|stockholms stad"
    r"|\b(?:ks|kf|slk|sn|ab)\b",
    re.IGNORECASE,
)
"""What any of them holds: most sentences hold none, and need no closer look."""
_FOREIGN_PLACE = rf"(?i:{_ELSEWHERE})"
_ABROAD_AFTER = re.compile(rf"\s+i\s+{_FOREIGN_PLACE}\b")
_ABROAD_FRAME = re.compile(rf"(?:^|,\s+)(?i:i|inom)\s+{_FOREIGN_PLACE}\b")


@dataclass(frozen=True, slots=True)
class Body:
    """One of our bodies or roles, named in a sentence."""

    start: int
    end: int  # the genitive's "s" included
    name: str  # normalised: definite, without genitive, lower case unless it is a proper name
    genitive: bool = False
    whole_city: bool = False  # "staden": says little about who within it


def find_bodies(sentence: str) -> tuple[Body, ...]:
    """Our bodies in the order of the sentence, those joined by "och" as one; none that is denied or another city's."""
    if not _ANY.search(sentence) or _ABROAD_FRAME.search(sentence):
        return ()
    found = [body for match in _BODY.finditer(sentence) if (body := _body(match, sentence))]
    joined: list[Body] = []
    for body in found:
        before = joined[-1] if joined else None
        if (
            before
            and not before.genitive
            and re.fullmatch(r"\s+(?:och|samt)\s+|,\s+", sentence[before.end : body.start])
        ):
            name = f"{before.name}{sentence[before.end : body.start]}{body.name}"
            joined[-1] = Body(before.start, body.end, name, body.genitive, before.whole_city and body.whole_city)
        else:
            joined.append(body)
    return tuple(joined)


def _body(match: re.Match[str], sentence: str) -> Body | None:
    words = match.group()
    if match["none"] or re.search(_OUTSIDE, words, re.IGNORECASE) or _ABROAD_AFTER.match(sentence, match.end()):
        return None
    if match["name"] and not _ours(match["name"], words):
        return None
    if match["city"] and match["genitive"]:
        return None
    if re.match(r"\s+av\s", sentence[match.end() :]) and words.lower().endswith("förvaltningen"):
        return None  # "förvaltningen av stadens angelägenheter": managing, not an office
    return Body(match.start(), match.end(), _normalise(match), bool(match["genitive"]), bool(match["city"]))


def _ours(name: str, words: str) -> bool:
    """Stockholm's districts give their names to stadsdelsnämnder; any other name is another city's."""
    if name.lower().startswith(HOME):
        return True
    return (
        "stadsdels" in words
        and not re.fullmatch(rf"(?i:{_ELSEWHERE})s?", name)
        and not name.endswith(("stads", "kommuns"))
    )


def _normalise(match: re.Match[str]) -> str:
    words = " ".join(match.group().split())
    if match["genitive"]:
        words = words.removesuffix(match["genitive"])
    if match["abbreviation"]:
        return ABBREVIATIONS[match["abbreviation"]]
    if match["company"] or match["name"] or words.startswith("Stockholms"):
        return words
    words = re.sub(r"(?i)^alla\b", "samtliga", words)
    return words[0].lower() + words[1:]
