"""Swedish words, stems and stop words: what the word half of a search is made of."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_SOFT_HYPHEN = "\u00ad"
_SHORTEST_STEM = 3
_LEFT_BY_SNOWBALL = re.compile(
    r"(?<=\w\w[^aeiouyåäö\W])an$"  # frågan, påverkan, ansökan
    r"|(?<=\w\w\w[^aeiouyåäö\W])et$"  # tillståndet
    r"|(?<=\w\w\w\wi)n$"  # strategin
    r"|(?<=ell)t$"  # internationellt
)
_NOUN_OF_A_VERB = re.compile(r"(?<=\w\w\w)ning$")
_OTHER_VOWEL = {"städ": "stad", "länd": "land", "böck": "bok", "stränd": "strand"}
"""Stems of plurals with another vowel than the singular, where the two are the same word and no third."""


def words(text: str) -> list[str]:
    """The words of a text in their order, in lower case, with å, ä and ö kept.

    A word is a run of letters or digits: "EU-frågor" is two words, "171-482/2016" three numbers.
    Soft hyphens are taken out first, so that a word that a page may break stays whole.
    """
    mended = unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, ""))
    return _WORD.findall(mended.lower())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case Swedish word: Snowball's, with the endings that it leaves, until no more comes off.

    Once is not enough: "ansvarar" gives "ansvar", and "ansvar" gives "ansv". Until nothing comes off, all
    forms meet. English words pass through nearly unchanged.
    """
    while True:
        # A stemmer keeps state while it works, so threads must not share one.
        shorter = _LEFT_BY_SNOWBALL.sub("", str(snowballstemmer.stemmer("swedish").stemWord(word)))
        if shorter == word or len(shorter) < _SHORTEST_STEM:
            return _OTHER_VOWEL.get(word, word)
        word = shorter


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """The stem without "-ning", so that the noun meets its verb: "bevakning" and "bevaka" are "bevak"."""
    return _NOUN_OF_A_VERB.sub("", stem(word))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Swedish and English words that ask or join but name nothing."""
    return _stop_words("sv") | _stop_words("en")


@lru_cache(maxsize=2)
def _stop_words(language: str) -> frozenset[str]:
    text = files("index").joinpath(f"data/stop_words.{language}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_english(question: str) -> bool:
    """Whether more of the question's small words are English than Swedish. Without any it counts as Swedish."""
    asked = words(question)
    swedish, english = (sum(word in _stop_words(language) for word in asked) for language in ("sv", "en"))
    return english > swedish


def is_content(word: str) -> bool:
    """Whether a lower-case word names something: no stop word, no lone letter."""
    return word not in stop_words() and (len(word) > 1 or word.isdigit())


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without diacritics ("förvaltning" → "forvaltning"), for keyboards that lack å, ä and ö."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
