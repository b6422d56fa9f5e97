"""Words for events in LIDO records, in the languages of many museums."""

from __future__ import annotations

from catalogue.normalise import normalise


def _set(words: str) -> frozenset[str]:
    return frozenset(normalise(words).split())


MAKING = _set(
    """
    herstellung hergestellt produktion production producing produced produzione produccion
    productie creation creating created creazione creacion vervaardiging schaffung geschaffen
    schopfung entstehung entstanden entwurf entworfen designing designed design gemalt bemalt
    malerei painting painted gezeichnet zeichnung drawing drawn verfasst written making made
    anfertigung ausfuhrung aufnahme aufgenommen fotografische fotografiert photographing
    photographed photography esecuzione realizzazione fabrication realisation manufacture
    manufacturing gestaltung gegossen modelliert modelled vorlagenerstellung valmistus
    suunnittelu maalaus luominen kuvaus taiteellinen tillverkning tillverkad framstallning
    skapande formgivning produktionen fremstilling produksjon tilvirkning skabelse wytworzenie
    powstanie produkcja stworzenie wykonanie namalowanie tworzenie vznik vyroba vytvoreni
    vytvorenie keszites keszitese keletkezes eloallitas letrehozas valmistamine loomine
    radisana izgatavosana sukurimas pagaminimas producao criacao elaboracion realizacion
    tillkomst utforande udforelse utforelse tilblivelse syntyminen executie fabricacion
    elaboracao execucao executare zhotovenie zhotoveni provedeni kivitelezes alkotas teostus
    ejecucion producere realizare creare creatie izdelava nastanek izrada nastanak izradba
    δημιουργια παραγωγη κατασκευη создание изготовление производство створення виготовлення
    създаване изработване yapim uretim
    """
)
"""Events that make a work."""
OTHER = _set(
    """
    acquisition acquired erwerb erwerbung erworben collecting collected gesammelt sammel
    sammeltatigkeit provenance provenienz herkunft restoration restored restaurierung
    restauriert exhibition exhibited ausstellung ausgestellt publication published
    veroffentlichung veroffentlicht use used gebrauch gebraucht genutzt nutzung find fund
    found finding gefunden excavation ausgrabung ausgegraben loss verlust move transfer
    destruction zerstorung zerstort auftrag commissioning commissioned beauftragt besitz
    besessen owned ownership eigentum acquisizione restauro zuordnung modification anderung
    performance decouverte utilisation adquisicion hallazgo uso verwerving herkomst vondst
    gebruik hankinta luovutus kaytto loyto nayttely keraily forvarv anvandning utstallning
    fynd erhvervelse brug udstilling provenienza esposizione ritrovamento exposition
    exposicion tentoonstelling verkauft sold gekauft bought purchase ankauf schenkung gift
    auktion sale versteigerung gesendet versandt sent empfangen received erwahnt mentioned
    abgebildet depicted dargestellt wurde unterzeichnet signed inspection condition
    conservation nabycie pozyskanie wystawa uzytkowanie konserwacja nabyti akvizice vystava
    szerzes gyujtes kiallitas achizitie descoperire omandamine iegusana aquisicao exposicao
    lahjoitus konservointi gava deponering lan gave donation donacion doacao donazione don dar
    konservering restaurering restauracion restauration restauro restauracja restaurovani
    ajandek adomany restauralas donatie oppdagelse kop kjop nakup kauppa osto
    αποκτηση εκθεση приобретение поступление выставка находка реставрация
    """
)
"""Events that do not make a work."""
MAKING_NUMBERS = _set(
    """
    lido00007 lido00012 lido00224 lido00032 lido01127 300054713 300404387
    production creation designing planning
    """
)
"""Production, creation, designing, planning, photographing, by number or by name in the LIDO
terminology, and the first two in the AAT."""
OTHER_NUMBERS = _set(
    """
    lido00001 lido00002 lido00006 lido00008 lido00009 lido00010 lido00011 lido00021 lido00023
    lido00026 lido00030 lido00033 lido00034 lido00223 lido00225 lido00226 lido00227 lido00228
    lido00005 lido00401 lido00402 lido01146 lido01151 300157782
    300054766 300054686 300055863 300435416
    300048722 300111999 300077989 300055603 300077121 300404519 300054773 300417645 300055292
    """
)
"""Acquisition, change of control, marketing, conservation, finding,
modification, part addition, loss, collecting, use, part removal, type
assignment, destruction, performance, excavation, restoration, move, exhibition, commissioning,
provenance, publication, assignment to a holding; of the AAT acquisition, exhibition, publication,
provenance and texts about the work. Not among them: (non-specified), lido00003."""
