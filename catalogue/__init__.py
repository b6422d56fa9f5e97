"""The museum's own catalogue: loaded, merged into works, indexed and matched."""

from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.importers import load
from catalogue.index import FIELDS, Explanation, Field, Index
from catalogue.normalise import normalise
from catalogue.records import Catalogue, Problem, Record, Work

__all__ = [
    "FIELDS",
    "Catalogue",
    "CatalogueError",
    "Explanation",
    "Field",
    "Index",
    "Problem",
    "Record",
    "UnreadableCatalogue",
    "UnusableCatalogue",
    "Work",
    "load",
    "normalise",
]
