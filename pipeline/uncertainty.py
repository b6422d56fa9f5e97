"""Answers that say that the model does not know, in the languages that models answer in.

Only a whole answer, a whole opening clause or an opening hedge counts. "Portrait of an Unknown
Man" is a title and "Ignoto" or "Anonimo" is what catalogues call a painter: they stay.
"""

from __future__ import annotations

import re

from catalogue import normalise

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
""".replace("\n", ";").split(";")
    if phrase.strip()
)  # fmt: skip

_OPENINGS = tuple(
    normalise(phrase) + " "
    for phrase in """
possibly; perhaps; maybe; probably; likely; presumably; might be; may be; could be; it might be
it may be; it could be; it looks like; looks like; it seems; seems to be; it appears; appears to be
this might be; this may be; this could be; this looks like; this appears to be; this seems to be
I think; I believe; I guess; I'm not sure; I am not sure; I'm unsure; I am unsure; not sure
not certain; I'm not certain; I am not certain; I don't know; I do not know; I can't; I cannot
I'm unable; I am unable; unable to; cannot be; cannot determine; can't determine; cannot identify
not visible; the title is not; the artist is not; the title is unknown; the artist is unknown
the title cannot; the artist cannot; there is no visible; no visible; no readable; no legible
forse; probabilmente; possibilmente; potrebbe essere; potrebbe trattarsi; sembra essere; credo che
credo sia; penso che; penso sia; non sono sicuro; non sono sicura; non so; non lo so; non è visibile
non è possibile; non visibile; non riesco; non posso; il titolo non è; l'artista non è
l'autore non è; nessun titolo; nessuna etichetta
vielleicht; möglicherweise; vermutlich; wahrscheinlich; eventuell; es könnte; könnte sein
ich glaube; ich denke; ich weiß nicht; ich bin nicht sicher; ich bin mir nicht; nicht sicher
nicht sichtbar; der titel ist nicht; der künstler ist nicht; ich kann nicht
peut-être; probablement; possiblement; sans doute; il se peut; ça pourrait; cela pourrait
il semble; semble être; je pense; je crois; je ne sais pas; je ne suis pas; pas sûr; je ne peux pas
le titre n'est pas; l'artiste n'est pas; non visible
quizá; quizás; tal vez; posiblemente; probablemente; puede ser; puede que; podría ser
podría tratarse; parece ser; creo que; pienso que; no estoy seguro; no estoy segura; no sé; no lo sé
no puedo; no es visible; no es posible; el título no; el artista no
misschien; mogelijk; waarschijnlijk; vermoedelijk; wellicht; het zou kunnen; lijkt op; ik denk
ik geloof; ik weet het niet; ik weet niet; ik ben niet zeker; niet zeker; niet zichtbaar
ik kan niet; de titel is niet; de kunstenaar is niet
""".replace("\n", ";").split(";")
    if phrase.strip()
)  # fmt: skip

_CLAUSE_END = re.compile(r"[.,;:!?(\n–—]|\s-\s")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*[.!]?\s*$")


def uncertain(answer: str) -> bool:
    """Whether an answer says that it does not know, or only guesses."""
    whole = normalise(answer)
    opening = normalise(_CLAUSE_END.split(answer.strip(), maxsplit=1)[0])
    bracket = _LAST_BRACKET.search(answer)
    remark = normalise(bracket.group(1)) if bracket else ""
    return (
        not {whole, opening, remark}.isdisjoint(_WHOLE)
        or f"{whole} ".startswith(_OPENINGS)
        or f"{remark} " in _OPENINGS
    )
