"""Which events of a LIDO record made the work, and which actors in them are its makers.

The numbers are those of http://terminology.lido-schema.org; many museums give words only.
"""

from __future__ import annotations

from catalogue.normalise import normalise

_MAKING = {"lido00007", "lido00012", "lido00224", "lido00032", "lido01127",
           "production", "creation", "designing", "planning"}  # fmt: skip
"""Production, creation, designing, planning, photographing, by number or by name."""
_OTHER_EVENTS = {
    "lido00001", "lido00002", "lido00006", "lido00008", "lido00009", "lido00010", "lido00011",
    "lido00021", "lido00023", "lido00026", "lido00030", "lido00033", "lido00034", "lido00223",
    "lido00225", "lido00226", "lido00227", "lido00228", "lido01146",
}  # fmt: skip
"""Acquisition, finding, modification, part addition, loss, collecting, use, part removal, type
assignment, destruction, performance, excavation, restoration, move, exhibition, commissioning,
provenance, publication, assignment to a holding. Not among them: (non-specified), lido00003."""
_WORDS = {
    "making": "herstellung hergestellt produktion production producing produzione produccion "
    "productie creation created creazione creacion vervaardiging schaffung geschaffen entstehung "
    "entwurf entworfen designing design gemalt malerei painting gezeichnet zeichnung verfasst "
    "making made anfertigung ausfuhrung aufnahme aufgenommen fotografische fotografiert "
    "photographing esecuzione realizzazione fabrication realisation valmistus tillverkning",
    "other": "acquisition erwerb erwerbung collecting sammel provenance provenienz herkunft "
    "restoration restaurierung exhibition ausstellung publication veroffentlichung use gebrauch "
    "find fund finding excavation ausgrabung loss verlust move transfer destruction zerstorung "
    "auftrag commissioning besitz ownership acquisizione restauro zuordnung nutzung gebraucht "
    "veroffentlicht modification anderung finding loss performance decouverte utilisation "
    "adquisicion hallazgo uso verwerving herkomst vondst gebruik hankinta luovutus kaytto loyto "
    "forvarv anvandning erhvervelse brug provenienza esposizione ritrovamento exposition",
    "no maker": "auftraggeber auftraggeberin commissioner client patron paymaster committente "
    "publisher "
    "verleger verlag herausgeber editor owner besitzer besitzerin eigentumer donor stifter "
    "collector sammler sammlerin dealer handler dargestellter dargestellte sitter "
    "commanditaire donateur editeur "
    "donatore editore proprietario opdrachtgever schenker uitgever eigenaar luovuttaja",
}
_SETS = {kind: frozenset(words.split()) for kind, words in _WORDS.items()}


def is_making(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds made the work."""
    return bool(numbers & _MAKING) or (not numbers & _OTHER_EVENTS and _has(words, "making"))


def is_other(numbers: set[str], words: str) -> bool:
    """Whether it is known to be something else that happened to the work."""
    return bool(numbers & _OTHER_EVENTS) or _has(words, "other")


def is_no_maker(role: str) -> bool:
    """Whether somebody in this role had to do with the making, and did not make the work."""
    return _has(role, "no maker")


def _has(text: str, kind: str) -> bool:
    return not _SETS[kind].isdisjoint(normalise(text).split())
