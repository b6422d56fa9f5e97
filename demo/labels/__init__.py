"""Wall labels as museums print them, in many layouts and twelve languages."""

from demo.labels.layouts import Layout, Use, layouts
from demo.labels.names import artist_of, written
from demo.labels.printed import Printed
from demo.labels.sight import Photograph, photograph, photograph_card, views
from demo.labels.typeset import Label, label
from demo.labels.words import LANGUAGES, language_of, words

__all__ = [
    "LANGUAGES",
    "Label",
    "Layout",
    "Photograph",
    "Printed",
    "Use",
    "artist_of",
    "label",
    "language_of",
    "layouts",
    "photograph",
    "photograph_card",
    "views",
    "words",
    "written",
]
