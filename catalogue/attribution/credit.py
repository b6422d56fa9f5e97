"""What the roles and qualifiers of a person together say about the attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.attribution.terms import Standing, Term, standing

_AFTER = "after"


@dataclass(frozen=True, slots=True)
class Credit:
    """A person's part in a work, and the words that say so, if they stay with the name."""

    standing: Standing
    words: str = ""

    def named(self, name: str) -> str:
        """The name with its qualifier in brackets."""
        return f"{name} ({self.words})" if name and self.words else name


def credit(roles: Sequence[Term], qualifiers: Sequence[Term] = ()) -> Credit:
    """What roles and qualifiers together say; a person without any is a maker.

    The most careful term counts. A qualifier that is not known makes the attribution unknown, and
    so does a role, unless another role is that of a maker.
    """
    roles = [term for term in roles if term.shown]
    qualifiers = [term for term in qualifiers if term.shown]
    of_roles = [standing(term) for term in roles]
    of_qualifiers = [standing(term) for term in qualifiers]
    terms = list(zip((*of_qualifiers, *of_roles), (*qualifiers, *roles), strict=True))
    by_standing = dict(reversed(terms))
    if of_roles and set(of_roles) == {"other"}:
        return Credit("other", in_brackets(roles[0].shown))
    if "former" in by_standing:
        return Credit("former", in_brackets(by_standing["former"].shown))
    if "after" in by_standing:
        return Credit("after", _AFTER)
    if "unknown" in of_qualifiers or ("unknown" in of_roles and "maker" not in of_roles):
        return Credit("unknown", by_standing["unknown"].shown)
    if "qualified" in by_standing:
        return Credit("qualified", in_brackets(by_standing["qualified"].shown))
    return Credit("maker" if "maker" in by_standing else "certain")


def in_brackets(words: str) -> str:
    """Words about an attribution as they stand with a name."""
    # Two words in brackets, the first with a capital, would count as another name.
    plain = words.replace("_", " ").strip(" ()[]:/")
    return plain[:1].lower() + plain[1:] if " " in plain else plain
