"""Takes personnummer, telephone numbers and e-mail addresses out of a text before it is kept.

Rather one number too many masked than one too few: a masked text is read by the documents' keepers,
who need the question and not its numbers. Dates (2016-10-25) and diary numbers (3.1.1-465/2016) stay.
"""

from __future__ import annotations

import re

EMAIL = "[e-post]"
PERSON = "[personnummer]"
PHONE = "[telefon]"

_SPACE = " \t\u00a0\u2007\u2009\u202f"  # the spaces that editors put inside numbers
_DASH = "\\-\u00ad\u2010-\u2015\u2212"  # hyphens, dashes and minus signs, as typed and as pasted

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")

# YYMMDD-NNNN or YYYYMMDD-NNNN; "+" marks somebody over a hundred. The day of a samordningsnummer is raised
# by 60. The check digit is not tested: a mistyped personnummer is still somebody's. A birth number's letters
# ("-TF12", given in hospitals) count too. What follows a "+" is a telephone number, and four digits that begin a
# date ("0800 000101 2016-10-25") are a year.
_PERSON = re.compile(
    rf"(?<![\d+])(?:1[89]|20)?\d\d[{_DASH}]?(?:0[1-9]|1[0-2])[{_DASH}]?(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
    rf"[{_SPACE}]?[{_DASH}+]?[{_SPACE}]?(?:\d{{4}}(?![{_DASH}]\d\d[{_DASH}]\d\d(?!\d))|[A-Z]{{2}}\d{{2}})(?!\d)"
)

_GAP = rf"[{_SPACE}{_DASH}/()]{{0,4}}"  # "(08) - 12"
# Within Sweden: 0, an area of one to three digits, and a subscriber's number, 8 to 10 digits in all (the
# numbering plan's shortest and longest); the same after +46; and + or 00 with up to 15 digits for other countries.
_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00)46(?:{_GAP}0\))?(?:{_GAP}\d){{7,9}}|(?:\((?=0\d{{1,3}}\)))?0[1-9](?:{_GAP}\d){{6,8}}"
    rf"|\+(?:{_GAP}\d){{8,15}}|00[1-9](?:{_GAP}\d){{7,14}})(?!\d)"
)


def mask(text: str) -> str:
    """The text with such numbers and addresses replaced by what they were: "[personnummer]".

    Masking what is masked already changes nothing.
    """
    text = _EMAIL.sub(EMAIL, text)
    text = _PERSON.sub(PERSON, text)
    return _PHONE.sub(PHONE, text)
