"""Stage 6b: the genre, one of a closed list."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue import normalise
from pipeline.stages.answers import Earlier, Genre
from pipeline.stages.parsing import prose
from pipeline.stages.uncertainty import declines

OTHER = "other"
GENRES: Mapping[str, str] = {
    "portrait": "self portrait; portraiture; ritratto; porträt; bildnis; retrato; portret",
    "landscape": "paesaggio; landschaft; paysage; paisaje; landschap",
    "seascape": "marine; marina; seestück; zeegezicht",
    "cityscape": "veduta; townscape; city view; vue urbaine; stadsgezicht",
    "still life": "natura morta; stillleben; nature morte; bodegón; stilleven; vanitas",
    "religious": "biblical; devotional; altarpiece; sacred; religioso; religiös; religieux",
    "mythological": "mythology; mitologico; mythologisch; mythologique; mitológico",
    "history": "historical; battle; storico; historisch; histoire",
    "allegory": "allegorical; allegoria; allegorie; alegoría",
    "genre scene": "everyday life; genre painting; scena di genere; genreszene; scène de genre",
    "interior": "interno; innenraum; intérieur; interieur",
    "animal": "animals; animalier; animali; tierstück; dieren",
    "nude": "nudo; akt; nu; desnudo; naakt",
    "abstract": "abstraction; non representational; astratto; abstrakt; abstrait; abstracto",
}
"""The genres, each with what models say for it."""

_NAMES = {
    f" {normalise(name)} ": genre
    for genre, others in GENRES.items()
    for name in (genre, *others.split(";"))
}


def prompt(earlier: Earlier) -> str:
    listed = ", ".join(GENRES)
    return (
        "Which genre is the main painting in these frames? Answer with one of these and nothing "
        f"else: {listed}, {OTHER}. If no painting can be seen, answer: not visible"
    )


def parse(text: str) -> Genre:
    """The genre that is named first; `other` for any other, empty where none was given."""
    answer = prose(text, "genre")
    words = f" {normalise(answer)} "
    named = [
        (words.index(name), -len(name), genre) for name, genre in _NAMES.items() if name in words
    ]
    if named:
        return Genre(min(named)[2])
    return Genre(OTHER if words.strip() and not declines(answer) else "")
