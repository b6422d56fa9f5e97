"""The paintings of the collection: brushes, scenes and subjects."""

from demo.paint.study import Colour, Field, Picture, Study

__all__ = [
    "Colour",
    "Field",
    "Picture",
    "Study",
]
