"""What museums say of a person beside a work: the role, and how certain the attribution is."""

from catalogue.attribution.credit import Credit, credit, in_brackets
from catalogue.attribution.terms import Standing, Term, leading, standing

__all__ = ["Credit", "Standing", "Term", "credit", "in_brackets", "leading", "standing"]
