"""Answers that say that the model does not know, in the languages that models answer in.

Only a whole answer, a whole opening clause, an opening hedge or a refusal counts. "Portrait of an
Unknown Man" is a title and "Ignoto" or "Anonimo" is what catalogues call a painter: they stay.
"""

from __future__ import annotations

import re

from catalogue import normalise


def _openings(phrases: str) -> tuple[str, ...]:
    listed = phrases.replace("\n", ";").split(";")
    return tuple(normalise(phrase) + " " for phrase in listed if phrase.strip())


_WHOLE = frozenset(
    normalise(phrase)
    for phrase in """
none; null; n/a; na; unknown; unclear; uncertain; unsure; not sure; not known; not visible
not identified; not legible; not readable; illegible; unreadable; unidentified; unidentifiable
no idea; no label; no title; no artist; no answer; nothing; unknown title; unknown artist
unknown painter; title unknown; artist unknown; not available; not applicable; undetermined
non so; non lo so; sconosciuto; sconosciuta; non visibile; non leggibile; illeggibile; non noto
non nota; non identificato; non identificata; non riconosciuto; non riconoscibile; non sicuro
non sicura; incerto; incerta; nessuno; nessuna; nessun titolo; titolo sconosciuto
artista sconosciuto; autore sconosciuto; non disponibile; non determinato; non chiaro
unbekannt; unklar; unsicher; nicht sicher; nicht bekannt; nicht sichtbar; nicht lesbar; unlesbar
nicht erkennbar; nicht identifiziert; weiss nicht; weiß ich nicht; keine ahnung; keine angabe
unbekannter titel; unbekannter künstler; titel unbekannt; künstler unbekannt
inconnu; inconnue; incertain; incertaine; illisible; pas sûr; pas sûre; pas visible; non visible
non lisible; non identifié; non identifiée; indéterminé; indéterminée; aucun; aucune; aucune idée
titre inconnu; artiste inconnu
desconocido; desconocida; no sé; no lo sé; no visible; ilegible; no legible; no identificado
no identificada; incierto; incierta; indeterminado; ninguno; ninguna; no seguro; no está claro
título desconocido; artista desconocido; no disponible
onbekend; onduidelijk; onzeker; niet zeker; niet bekend; niet zichtbaar; niet leesbaar; onleesbaar
niet herkenbaar; weet niet; weet ik niet; geen idee; geen titel; onbekende titel
onbekende kunstenaar; titel onbekend; kunstenaar onbekend
not provided; not specified; not stated; not mentioned; not given; not shown; not recognized
not recognised; not recognizable; not recognisable; not identifiable; not clear; not found
no information; no visible label; no wall label; no text; insufficient information; indiscernible
cannot be determined; cannot determine; cannot tell; can't tell; I don't know; I do not know
unidentified painting; unidentified artwork; unidentified artist; the artist is unknown
unknown painting; unknown artwork; untitled or unknown; artist unidentified; title not visible
artist not visible; artist not known; non specificato; non indicato; non presente
nessuna informazione; non riconosciuta; non identificabile; non determinabile; nicht angegeben
nicht bestimmbar; nicht identifizierbar; nicht vorhanden; keine information; kein titel; kein text
non spécifié; non précisé; non indiqué; non disponible; pas identifié; non identifiable
no especificado; no indicado; no identificable; no se sabe; sin información; niet vermeld
niet gespecificeerd; niet identificeerbaar; niet beschikbaar; geen informatie; geen tekst
""".replace("\n", ";").split(";")
    if phrase.strip()
)  # fmt: skip

_HEDGES = _openings("""
possibly; perhaps; maybe; probably; likely; presumably; might be; may be; could be; it might be
it may be; it could be; it looks like; looks like; it seems; seems to be; it appears; appears to be
this might be; this may be; this could be; this looks like; this appears to be; this seems to be
I think; I believe; I guess; I would guess; my best guess; best guess; most likely
if I had to guess
it is possible that; it is likely; it's likely; it is probably; it's probably; it is possibly
this is likely; this is probably; this is possibly; unknown possibly; unknown perhaps
unknown but; unknown maybe; judging by the style; based on the style; based on the image
based on the frames; based on the visual
forse; probabilmente; possibilmente; potrebbe essere; potrebbe trattarsi; sembra essere; credo che
credo sia; penso che; penso sia; dovrebbe essere; sembrerebbe; presumibilmente
vielleicht; möglicherweise; vermutlich; wahrscheinlich; eventuell; es könnte; könnte sein
ich glaube; ich denke; es scheint; scheint ein; dies könnte; das könnte; ich vermute
peut-être; probablement; possiblement; sans doute; il se peut; ça pourrait; cela pourrait
il semble; semble être; je pense; je crois; il pourrait s'agir; il s'agit probablement
quizá; quizás; tal vez; posiblemente; probablemente; puede ser; puede que; podría ser
podría tratarse; parece ser; creo que; pienso que
misschien; mogelijk; waarschijnlijk; vermoedelijk; wellicht; het zou kunnen; lijkt op; ik denk
ik geloof; het lijkt; dit zou kunnen; vermoed ik
""")  # fmt: skip

_REFUSALS = _openings("""
I'm not sure; I am not sure; I'm unsure; I am unsure; not sure; not certain; I'm not certain
I am not certain; I don't know; I do not know; I can't; I cannot; I could not; I couldn't
I'm unable; I am unable; unable to; cannot be; can't be; could not be; cannot determine
can't determine; cannot identify; cannot read; I'm sorry but; I'm sorry I; I am sorry but
I am sorry I; sorry but; sorry I
I apologize; I apologise; as an AI; as a language model; as an artificial; I don't have
I do not have
I don't see a; I don't see any; I do not see a; I do not see any; I don't recognize
I don't recognise; I do not recognize
I do not recognise; not visible; not readable; not legible; not recognizable; not recognisable
not identified; not identifiable; not specified; not provided; not mentioned; not stated; not given
not shown; not enough information; no information; no visible; no readable; no legible
no wall label
no label is; no label can; no label was; no label in; no label visible; no text is; no text visible
no clear label; no painting is; no painting can; no artwork is; no artwork can
there is no visible; there is no readable; there is no legible; there is no label; there is no wall
there is no text; there is no title; there is no artist; there is no painting; there is no clear
there is no information; there is not enough; there isn't a; there isn't any; there are no labels
there are no wall; there are no visible; there are no readable; there are no paintings
the title is not; the artist is not; the title is unknown; the artist is unknown; the title cannot
the artist cannot; the title and artist; the painting cannot; the painting is not identified
the image does not; the image doesn't; the images do not; the images don't; this image does not
the image is too; the images are too; the frames do not; the frames don't; the video does not
the video doesn't; the picture does not; the picture doesn't; the photo does not; the text is not
the text is too; the label is not; the label is too; the label is illegible; the label cannot
the label does not; the wall label is not; the wall label is too; the wall label cannot
the text does not; the text cannot; the text between the marks does not; without more context
without additional context; it is not possible; it's not possible; it is impossible; it is unclear
it is difficult to; it's difficult to; it is hard to tell; it is hard to say
it is hard to determine
it is hard to identify; it is hard to read; it's hard to; it is not clear; it's not clear
non sono sicuro; non sono sicura; non so; non lo so; non è visibile; non è possibile; non visibile
non è leggibile; non leggibile; non è riconoscibile; non riesco; non posso; non riconosco; non vedo
non c'è alcun; non c'è nessun; mi dispiace ma; mi dispiace non; il titolo non è; l'artista non è
l'autore non è; nessun titolo; nessuna etichetta; nessuna didascalia; nessun testo
l'immagine non mostra; le immagini non mostrano; l'etichetta non è; la didascalia non è
in quanto ia; come ia
ich weiß nicht; ich bin nicht sicher; ich bin mir nicht; nicht sicher; nicht sichtbar; nicht lesbar
nicht erkennbar; der titel ist nicht; der künstler ist nicht; ich kann nicht; ich kann das
ich erkenne; es tut mir leid; tut mir leid; leider; es ist kein; es ist keine; es ist nicht
das bild zeigt kein; die bilder zeigen kein; das schild ist nicht; die beschriftung ist nicht
kein schild; keine beschriftung; kein text; als KI
je ne sais pas; je ne suis pas; pas sûr; je ne peux pas; je ne vois; je ne reconnais; je suis désolé
désolé; il n'y a pas de cartel; il n'y a pas de texte; il n'y a aucun; il n'y a aucune
il n'est pas possible; il est impossible
le titre n'est pas; l'artiste n'est pas; non visible; non lisible; pas lisible; pas visible
l'image ne montre; les images ne montrent; le cartel n'est; l'étiquette n'est; aucun cartel
aucune étiquette; aucun texte; en tant qu'IA
no estoy seguro; no estoy segura; no sé; no lo sé; no puedo; no es visible; no es posible
no es legible; no se puede; no se ve; no se aprecia; no reconozco; no veo; no hay ningún
no hay ninguna; lo siento; el título no; el artista no; la imagen no muestra; las imágenes no
la cartela no; la etiqueta no; como IA; ninguna cartela; ninguna etiqueta; ningún texto
ik weet het niet; ik weet niet; ik ben niet zeker; niet zeker; niet zichtbaar; niet leesbaar
niet herkenbaar; ik kan niet; ik kan geen; ik kan de; ik herken; ik zie geen; het spijt me; sorry ik
helaas; er is geen; er zijn geen; het is niet; de titel is niet; de kunstenaar is niet
de afbeelding toont geen; de beelden tonen; het bordje is niet; het label is niet; geen bordje
geen tekst; geen label; als AI
""")  # fmt: skip

_INSIDE = tuple(
    f" {normalise(phrase)} "
    for phrase in """
I'm not sure; I am not sure; not certain; cannot be determined; cannot be identified; cannot be read
can't be determined; cannot be confirmed; could not be determined; cannot determine; unable to tell
unable to determine; unable to identify; unable to read; not visible in; not legible in
not identifiable; from the image; from the images; in the image
in the images; in these frames; in the frames; in the video; difficult to determine
hard to determine; without more information; without further information; non è identificabile
dall'immagine; dalle immagini; non si può determinare; lässt sich nicht; kann nicht bestimmt werden
ne peut être déterminé; ne peut pas être déterminé; no se puede determinar; kan niet worden bepaald
""".replace("\n", ";").split(";")
    if phrase.strip()
)
"""What no title says, wherever a sentence says it."""

_CLAUSE_END = re.compile(r"[.,;:!?(\n–—]|\s-\s")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*[.!]?\s*$")
_FIELD_NAME = re.compile(
    r"^\W*(?:title|artist|painter|author|subject|titolo|artista|autore|titel|künstler|titre|artiste"
    r"|título|autor|kunstenaar)\s*[:=]\s*",
    re.IGNORECASE,
)
_LONG = 1000
"""Characters that are looked at: a refusal stands at the beginning."""


def uncertain(answer: str) -> bool:
    """Whether an answer says that it does not know, or only guesses."""
    text = _FIELD_NAME.sub("", answer[:_LONG])
    whole = normalise(text)
    bracket = _LAST_BRACKET.search(text)
    remark = normalise(bracket.group(1)) if bracket else ""
    return (
        not {whole, _opening(text), remark}.isdisjoint(_WHOLE)
        or f"{whole} ".startswith(_HEDGES)
        or f"{remark} " in (*_HEDGES, *_REFUSALS)
        or _refuses(whole)
    )


def declines(answer: str) -> bool:
    """Whether a longer answer, such as a transcription, says that there is nothing to tell.

    A label may begin with "Unknown" or "Probably": only a whole answer or a refusal counts.
    """
    whole = normalise(answer[:_LONG])
    first = normalise(answer[:_LONG].strip().split("\n", 1)[0])
    return whole in _WHOLE or f"{first} ".startswith(_REFUSALS)


def _refuses(whole: str) -> bool:
    return f"{whole} ".startswith(_REFUSALS) or any(phrase in f" {whole} " for phrase in _INSIDE)


def _opening(text: str) -> str:
    return normalise(_CLAUSE_END.split(text.strip(), maxsplit=1)[0])
