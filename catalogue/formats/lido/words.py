"""Words for events and roles in LIDO records, in the languages of many museums."""

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
    αποκτηση εκθεση приобретение поступление выставка находка реставрация
    """
)
"""Events that do not make a work."""
NO_MAKER = _set(
    """
    auftraggeber auftraggeberin commissioner commissioned client patron patrons paymaster
    committente comanditar publisher publishers published verleger verlegerin verlag
    herausgeber herausgeberin editor editore editeur uitgever owner owners besitzer besitzerin
    vorbesitzer vorbesitzerin eigentumer eigentumerin donor donors stifter stifterin schenker
    schenkerin collector collectors sammler sammlerin sammlung dealer handler kunsthandler
    kunsthandlung dargestellter dargestellte dargestellt portratierter portratierte sitter
    sitters depicted subject widmungsempfanger widmungsempfangerin dedicatee adressat
    empfanger auktionator auctioneer seller verkaufer buyer kaufer sponsor commanditaire
    donateur donatore proprietario proprietaire propietario opdrachtgever eigenaar luovuttaja
    lahjoittaja omistaja tilaaja kustantaja utgivare forlaggare agare givare bestallare
    wydawca właściciel fundator zleceniodawca darczynca vydavatel zadavatel kiado megrendelo
    tulajdonos issuer emitent restorer restaurator conservator pbl own dnr fmo pat dpc edt spn
    fnd col sll dte dst
    """
)
"""Roles in a production of people who did not make the work."""
MAKER = _set(
    """
    artist artists kunstler kunstlerin kunstlers artista artiste kunstenaar maler malerin
    painter painters peintre pittore pintor pintora schilder maker makers creator creators
    autor autorin autore auteur author urheber urheberin verfasser zeichner zeichnerin
    draughtsman draftsman draftsmen dessinateur disegnatore tekenaar stecher stecherin
    kupferstecher kupferstecherin engraver engravers graveur graveurin incisore radierer
    radiererin etcher etser lithograf lithografin lithograph lithographer lithographe
    litografo holzschneider holzschneiderin holzstecher formschneider printmaker prentmaker
    graphiker grafiker graphikerin grafikerin illustrator illustratorin bildhauer bildhauerin
    sculptor sculptors sculpteur scultore escultor beeldhouwer bildschnitzer fotograf
    fotografin photograph photographer photographers photographe fotografo fotograaf entwerfer
    entwerferin entwurf designer designers inventor erfinder ontwerper architekt architektin
    architect architetto architecte goldschmied goldsmith keramiker keramikerin ceramist
    miniaturist miniaturmaler hersteller herstellerin manufacturer manufacturers producer
    produttore fabricant fabrikant producteur taiteilija maalari kuvanveistaja valokuvaaja
    suunnittelija tekija konstnar konstnaren malare skulptor tecknare kunstner tegner
    billedhugger artysta malarz twórca rzeźbiarz rytownik rysownik umelec malir sochar festo
    muvesz szobrasz kunstnik maalija pictor slikar kipar художник скульптор καλλιτεχνης
    ζωγραφος art cre ill pht scl egr etr ltg prm dsr drm pnt
    """
)
"""Roles of makers."""
FORMERLY = _set(
    """
    formerly former previously fruher fruhere ehemals ehemalige vormals anciennement gia
    voorheen vroeger eerder rejected abgelehnt abgeschrieben
    """
)
"""Words for an attribution that was given up."""
MODEL = _set(
    """
    vorlage vorlagenersteller vorlagengeber kopie copy copie copia vorbild
    """
)
"""Words for the artist whose work was the model of this one."""
UNQUALIFIED = _set("sicher certain gesichert created creation creator ausgeführt")
"""Qualifiers that do not make an attribution less certain."""
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
    lido01146 300157782 300054766 300054686 300055863 300435416 300048722 300111999
    """
)
"""Acquisition, finding, modification, part addition, loss, collecting, use, part removal, type
assignment, destruction, performance, excavation, restoration, move, exhibition, commissioning,
provenance, publication, assignment to a holding; of the AAT acquisition, exhibition, publication,
provenance and texts about the work. Not among them: (non-specified), lido00003."""
