"""Numbers that a label marks as that of a work: "Inv. 138", "N.º de inventário T02220"."""

from __future__ import annotations

import re

from catalogue import Index
from pipeline.labels.clauses import LONGEST

_OF_WHAT = r"\b(?:in[vw]|in[vw]ent\w+|acc|accession|obj|obje[ck]t\w*|reg|[ck]at)\b"
_WORD_NUMBER = r"(?:(?:number|numero|número|nummer|num|nro|no|nr|n|č|sz)\b)?"
MARK = re.compile(
    rf"(?:{_WORD_NUMBER}[\s.:°º#-]*){_OF_WHAT}[\s.:-]*{_WORD_NUMBER}[\s.:°º#-]*", re.IGNORECASE
)
"""What marks a number, where the number stands in another clause."""
_MARKED = re.compile(
    rf"{_OF_WHAT}[\s.:-]*+{_WORD_NUMBER}[\s.:°º#-]*+(?P<number>\w{{0,4}}[\s.-]?\d.*)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b[ck]at\b", re.IGNORECASE)


def marked_number(printed: str) -> str:
    """The number that a clause marks as that of a work ("Inv. 138"); empty where it marks none."""
    match = _MARKED.search(printed) if len(printed) <= LONGEST else None
    return match["number"].strip() if match else ""


def is_of_a_list(printed: str) -> bool:
    """Whether the number is marked as that of a printed catalogue, which may be an exhibition's."""
    return _LISTED.search(printed) is not None


def printed_number(printed: str, index: Index) -> str:
    """The number that a clause is or marks, with digits for letters that a reading misspells."""
    return index.numbers.mended(marked_number(printed) or printed)
