"""The museum's own catalogue: loaded, merged into works, indexed and matched."""

from catalogue.authorities import Authority
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.field_index import FIELDS, Field
from catalogue.importers import load
from catalogue.index import Explanation, Index
from catalogue.normalise import normalise
from catalogue.records import Catalogue, Problem, Record, Reject, Work

__all__ = [
    "FIELDS",
    "Authority",
    "Catalogue",
    "CatalogueError",
    "Explanation",
    "Field",
    "Index",
    "Problem",
    "Record",
    "Reject",
    "UnreadableCatalogue",
    "UnusableCatalogue",
    "Work",
    "load",
    "normalise",
]
