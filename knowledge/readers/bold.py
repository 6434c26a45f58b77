"""Headings that no markup marks: a line of their own, in bold."""

_LONGEST = 12  # words; a longer bold line is an emphasised paragraph


def is_bold_heading(words: str) -> bool:
    """Whether these words, all of them bold, are a heading rather than an emphasised sentence."""
    line = words.strip()
    return "\n" not in line and 0 < len(line.split()) <= _LONGEST and line[-1] not in ".,;:"
