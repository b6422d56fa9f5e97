"""Which answers say that they do not know."""

import pytest

from pipeline.stages.uncertainty import declines, uncertain


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
        "The image does not show a label", "As an AI, I cannot identify artworks",
        "I am unable to identify the artist", "I'm sorry, but I can't identify this painting.",
        "It cannot be determined from the image", "unknown (possibly Guido Reni)",
        "artist: unknown (possibly Guido Reni)", "Title: unknown", "Artist: Possibly Titian",
        "Most likely The Hay Wain", "Based on the style, Caravaggio", "The painting cannot be read",
        "There is no label visible in these frames", "No wall label is visible", "not provided",
        "A portrait, artist not identifiable", "The Hay Wain, but I'm not sure",
        "L'immagine non mostra alcuna etichetta", "non specificato", "Presumibilmente Guercino",
        "Das Bild zeigt kein Schild", "Es tut mir leid, ich kann das nicht lesen",
        "nicht angegeben", "Ich vermute Cranach", "L'image ne montre aucun cartel",
        "Je suis désolé, je ne peux pas", "non précisé", "La imagen no muestra el título",
        "Lo siento, no puedo identificarlo", "no especificado", "De afbeelding toont geen label",
        "Het spijt me, ik kan dit niet lezen", "niet vermeld",
        "onbekend", "Ik weet het niet", "misschien Rembrandt", "niet zichtbaar",
    ],
)  # fmt: skip
def test_uncertain(answer: str) -> None:
    assert uncertain(answer)


@pytest.mark.parametrize(
    "title",
    [
        "Portrait of an Unknown Man", "Unknown Man", "Ignoto", "Ignoto, sec. XVI", "Anonimo",
        "Anonymous", "Pittore ignoto", "Untitled", "The Unknown Masterpiece", "Ritratto d'ignoto",
        "Bildnis eines unbekannten Mannes", "Portrait d'une inconnue", "Il Tempo", "Non ti scordar",
        "Noli me tangere", "Hope", "Filippo Mazzola (?)", "Nona ora", "Credo", "Le Doute",
        "Giuliano Bugiardini", "None but the Brave", "Sansone", "Madonna col Bambino (attr.)",
        "Senza titolo", "Ohne Titel", "Sans titre", "Sin título", "Zonder titel",
        "I'm Sorry", "There Is No Death for the Songs", "In the Garden",
        "Satisfaction (I Can't Get No)", "River and Fort (Probably Ehrenbreitstein)",
        "It Is Hard to Live", "Il n'y a pas moins cher", "Parece que no pasa nada",
        "Artist: Unknown Woman Painting", "The Title Page", "Das Bild der Mutter", "La Imagen",
        "Nemo", "Seated Woman; possibly Ceres", "La Forseda", "Probus",
    ],
)  # fmt: skip
def test_titles_and_names_that_only_sound_like_it(title: str) -> None:
    assert not uncertain(title)


@pytest.mark.parametrize(
    "answer", ["not visible", "The label is too small to read.\nIt hangs left.", "Illegible.",
               "No readable label.", "I cannot read it", "Das Schild ist nicht lesbar"],
)  # fmt: skip
def test_a_transcription_that_is_none(answer: str) -> None:
    assert declines(answer)


@pytest.mark.parametrize(
    "label", ["Unknown\nPortrait of a Man", "Possibly by Titian\nFlora", "Ignoto\nEcce Homo",
              "Vase\nThe repair is not visible in daylight", "Probabilmente 1630"],
)  # fmt: skip
def test_a_label_that_is_itself_unsure_was_read_all_the_same(label: str) -> None:
    assert not declines(label)
