"""The words that ask, as opposed to the words asked about: all folded (see bot.words)."""

from __future__ import annotations

from bot.phrases import word_set

QUESTION_WORDS = word_set("asking", "question_words")
ASKING = QUESTION_WORDS | word_set("asking", "openers")
"""May open a question before its subject comes."""
TRAILING = word_set("asking", "trailing")
"""May close a question after its subject."""
COURTESIES = word_set("asking", "courtesies")
CONJUNCTIONS = word_set("asking", "conjunctions")
CONTRASTING = word_set("asking", "contrasting")
ARTICLES = word_set("asking", "articles")
PRONOUNS = word_set("asking", "pronouns")
ENGLISH_PRONOUNS = word_set("asking", "english_pronouns")
POSSESSIVES = word_set("asking", "possessives")
PREPOSITIONS = word_set("asking", "prepositions")
LIGHT = word_set("asking", "light")
"""Words that stand in questions about anything ("många", "gäller"): a quote without them lacks little."""
ASPECTS = word_set("asking", "aspects")
"""Nouns that are about something else: alone in a follow-up, they ask about the earlier subject."""
ENGLISH_ASPECTS = word_set("asking", "english_aspects")
