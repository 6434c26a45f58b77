"""Ways to answer: small talk, owners, structure, both sides, and the search. Tried in order."""
