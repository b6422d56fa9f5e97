"""Roles and qualifiers in the languages of many museums, and by their numbers."""

from __future__ import annotations

import pytest

from catalogue.attribution import Standing, Term, credit, leading, standing

AAT = "http://vocab.getty.edu/aat/"
FORMER = (
    "formerly attributed to", "rejected attribution", "alternative attribution",
    "Frühere Zuschreibung", "ehemals zugeschrieben", "abgelehnte Zuschreibung",
    "Già attribuito a", "attribuzione precedente", "Anciennement attribué à", "attribution rejetée",
    "antigua atribución", "anteriormente atribuido a", "anteriormente atribuído a",
    "atribuição rejeitada", "voorheen toegeschreven aan", "afgewezen toeschrijving",
    "Tidigare attribution", "Alternativ tillskrivning", "Tidligere tilskrevet", "forkastet",
    "aiempi attribuointi", "hylätty attribuointi", "dawniej przypisywany", "odrzucona atrybucja",
    "dříve připisováno", "predtým pripisované", "korábbi attribúció", "anterior atribuit",
    "atribuire respinsă", "varem omistatud", "agrāk piedēvēts", "anksčiau priskirta",
    "prej pripisano", "ranije pripisano", "eskiden atfedilen", "παλαιότερα αποδιδόμενο",
    "ранее приписывалось", "прежняя атрибуция",
)  # fmt: skip
AFTER = (
    "after", "copy after", "copyist of", "nach", "Kopie nach", "Nachstich", "da", "copia da",
    "d'après", "copie d'après", "copia de", "según", "cópia de", "a partir de", "naar", "vrij naar",
    "Kopia efter", "Fri kopia efter", "Efter forlæg af", "kopi etter", "jäljennös alkuperäisestä",
    "mukaan", "według", "kopia według", "podle", "kopie podle", "podľa", "után", "másolata", "după",
    "copie după", "järgi", "pēc", "pagal", "po", "prema", "αντίγραφο", "копия с оригинала",
)  # fmt: skip
QUALIFIED = (
    "workshop of", "attributed to", "manner of", "Werkstatt", "nach der Art von", "Umkreis",
    "bottega di", "scuola", "atelier de", "suiveur de", "taller de", "oficina de", "werkplaats van",
    "navolger van", "Hans ateljé", "Attribuerad till", "værksted", "tilskrevet", "verksted",
    "työpaja", "koulukunta", "warsztat", "w kręgu", "dílna", "okruh", "dielňa", "műhelye", "köre",
    "atelierul lui", "töökoda", "darbnīca", "dirbtuvė", "delavnica", "radionica", "atölyesi",
    "εργαστήριο", "мастерская", "?", "Maler (?)", "Osäker attribution", "uncertain attribution",
)  # fmt: skip
OTHER = (
    "donor", "published by", "former owner", "Vorbesitzerin", "Auftraggeber", "editore",
    "imprimeur", "coleccionista",
    "doador", "opdrachtgever", "Donator (person)", "Härkomst (organisation)",
    "Udgiver", "forlegger", "lahjoittaja", "darczyńca", "objednavatel", "darca", "megrendelő",
    "proprietar", "tellija", "ipašnieks", "savininkas", "naročnik", "naručitelj", "δωρητής",
    "заказчик", "dargestellte Person", "restorer", "Reproduktionsfotograf", "tidligere ejer",
)  # fmt: skip
MAKER = (
    "artist", "Bildhauer*in", "pittrice", "graveur", "escultora", "schilder", "Konstnär",
    "Utförd av", "billedhugger", "kunstmaler", "taidemaalari", "rzeźbiarz", "sochař", "maliar",
    "szobrász", "pictor", "kunstnik", "gleznotājs", "tapytojas", "slikar", "kipar", "ressam",
    "ζωγράφος", "художник", "engraver and publisher", "Kopist", "Kirchenmaler",
    "painters (artists)",
)  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ("former", FORMER), ("after", AFTER), ("qualified", QUALIFIED), ("other", OTHER),
        ("maker", MAKER), ("certain", ("certain", "gesichert", "and", "by")),
        ("unknown", ("qwerty", "asdf attribution", "varia")),
    ],
)  # fmt: skip
def test_words_in_any_language(expected: Standing, texts: tuple[str, ...]) -> None:
    assert {text: standing(Term((text,))) for text in texts} == dict.fromkeys(texts, expected)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (AAT + "300404270", "former"),
        ("https://vocab.getty.edu/page/aat/300404270/", "former"),
        ("aat:300404286", "after"),
        ("300404287", "after"),
        (AAT + "300404274", "qualified"),
        (AAT + "300025574", "other"),
        ("http://id.loc.gov/vocabulary/relators/dnr", "other"),
        ("https://www.wikidata.org/wiki/Property:P1877", "after"),
        ("https://example.org/concept/previous_attribution", "former"),
        ("https://example.org/formerlyAttributedTo", "former"),
    ],
)
def test_a_number_goes_before_any_word(address: str, expected: Standing) -> None:
    assert standing(Term(("artist",), (address,))) == expected


def test_of_terms_in_several_languages_the_most_careful_counts() -> None:
    assert standing(Term(("qwerty", "frühere Zuschreibung"))) == "former"
    assert standing(Term(("painter", "Kopie nach"))) == "after"


@pytest.mark.parametrize(
    ("roles", "qualifiers", "expected"),
    [
        ((), (), "certain"),
        (("engraver", "publisher"), (), "maker"),
        (("publisher",), (), "other"),
        (("painter",), ("formerly attributed to",), "former"),
        (("painter",), ("qwerty",), "unknown"),
        (("qwerty",), (), "unknown"),
        (("painter", "qwerty"), (), "maker"),
        (("publisher",), ("attributed to",), "other"),
    ],
)
def test_roles_and_qualifiers_together(
    roles: tuple[str, ...], qualifiers: tuple[str, ...], expected: Standing
) -> None:
    terms = ([Term((text,)) for text in texts] for texts in (roles, qualifiers))
    assert credit(*terms).standing == expected


def test_what_stays_with_the_name() -> None:
    assert credit([Term(("Kopia efter",))]).named("Ada Brook") == "Ada Brook (after)"
    workshop = credit([], [Term(("Workshop of",))])
    assert workshop.named("Ada Brook") == "Ada Brook (workshop of)"
    assert credit([Term(("painter",))]).named("Ada Brook") == "Ada Brook"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Formerly attributed to Ada Brook", ("former", "Formerly attributed to", "Ada Brook")),
        ("Tidligere tilskrevet Ada Brook", ("former", "Tidligere tilskrevet", "Ada Brook")),
        ("nach: Ada Brook", ("after", "nach", "Ada Brook")),
        ("Workshop of Ada Brook", ("qualified", "Workshop of", "Ada Brook")),
        ("Ring, L.A.", ("unknown", "", "Ring, L.A.")),
        ("Stile, Antonio", ("unknown", "", "Stile, Antonio")),
        ("La Tour, Georges de", ("unknown", "", "La Tour, Georges de")),
    ],
)
def test_a_phrase_before_a_name(text: str, expected: tuple[str, str, str]) -> None:
    assert leading(text) == expected


@pytest.mark.parametrize("name", ["Gia Du", "Antes de Lima", "Ex Voto", "Nahe, Ada", "Suite, Ada"])
def test_a_name_is_no_phrase(name: str) -> None:
    assert leading(name) == ("unknown", "", name)
