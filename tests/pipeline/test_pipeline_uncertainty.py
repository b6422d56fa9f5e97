"""Which answers say that they do not know."""

import pytest

from pipeline.uncertainty import uncertain


@pytest.mark.parametrize(
    "answer",
    [
        "not sure", "Not sure.", "Unknown", "I don't know", "I don’t know who painted this",
        "not visible", "Not visible in these frames", "possibly The Hay Wain", "N/A", "none",
        "Unknown (no label)", "Unknown, perhaps Italian", "The title is not visible",
        "The Hay Wain (possibly)", "I think it is The Hay Wain", "It might be Flora",
        "maybe Titian", "non visibile", "Non lo so", "forse Guercino", "Sconosciuto",
        "potrebbe essere la Flora",
        "Il titolo non è leggibile", "Probabilmente Guido Reni", "non sono sicuro",
        "unbekannt", "Ich weiß nicht", "vielleicht Dürer", "Der Titel ist nicht sichtbar",
        "inconnu", "Je ne sais pas", "peut-être Le Brun", "Illisible", "Aucune idée",
        "desconocido", "No lo sé", "quizás Goya", "No estoy seguro", "Creo que es de Goya",
        "onbekend", "Ik weet het niet", "misschien Rembrandt", "niet zichtbaar",
    ],
)  # fmt: skip
def test_uncertain(answer):
    assert uncertain(answer)


@pytest.mark.parametrize(
    "title",
    [
        "Portrait of an Unknown Man", "Unknown Man", "Ignoto", "Ignoto, sec. XVI", "Anonimo",
        "Anonymous", "Pittore ignoto", "Untitled", "The Unknown Masterpiece", "Ritratto d'ignoto",
        "Bildnis eines unbekannten Mannes", "Portrait d'une inconnue", "Il Tempo", "Non ti scordar",
        "Noli me tangere", "Hope", "Filippo Mazzola (?)", "Nona ora", "Credo", "Le Doute",
        "Giuliano Bugiardini", "None but the Brave", "Sansone", "Madonna col Bambino (attr.)",
        "Nemo", "Seated Woman; possibly Ceres", "La Forseda", "Probus",
    ],
)  # fmt: skip
def test_titles_and_names_that_only_sound_like_it(title):
    assert not uncertain(title)
