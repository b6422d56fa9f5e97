"""Which work a label names, from its text alone, and which labels name none."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import catalogue
from catalogue import Index
from pipeline import AbstentionConfig, Clip, Decision, Evidence, StageOutput, Video, decide, signals
from pipeline.stages import LabelTranscription

ROWS = """inventory number,artist,title,date,medium
K.1,Emil Falk,Bridge with Goats,1832,
K.2,Emil Falk,Bridge; Saint Cloud,1832,
K.3,Emil Falk,Harbour; Port,1840,
K.4,Emil Falk,The Wide River Valley at Dawn,1841,
K.5,Emil Falk,From Poop to Quarterdeck,1805,
K.6,Emil Falk,Hill Plate II,1972,
K.7,after Emil Falk,The Mill,1850,
K.8,Emil Falk,Rain,c. 1820–30,
K.9,Emil Falk,Rain,c. 1825–35,
K.10,Emil Falk,Beacon,1871,
K.11,Emil Falk,Sketch of a Boat,1811,
K.12,Emil Falk,Sketch of a Boat; and a Study of a Cap,1811,
K.13,Anna Berg,Emil Falk,1860,
K.14,Emil Falk,Testament (1),1998,
K.15,Ida Latham,Sir Capel,1740,
K.16,Bo Latham,Dark Star,1990,
K.17,Emil Falk,Rain Storm,after c. 1830,
K.18,Emil Falk,Ulysses,1828,
K.19,Emil Falk,A Mill by Night,c. 1850,
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("labels") / "catalogue.csv"
    path.write_text(ROWS, encoding="utf-8")
    return Index.build(catalogue.load(path))


def decision(printed: str, index: Index) -> Decision:
    """About a label that hangs alone; " / " between its lines."""
    text = printed.replace(" / ", "\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    clip = Clip(Video(Path("label"), digest, 0.0, "image"), 0.0, 0.0)
    output = StageOutput("label", "", text, LabelTranscription(text, "alone"), (), 0.0)
    evidence = Evidence(clip, "embedded", "recipe", (), (output,))
    return decide(signals(evidence, index, AbstentionConfig()), index)


@pytest.mark.parametrize(
    ("printed", "work"),
    [
        # A qualifier in the language of the label is the catalogue's.
        ("Efter Emil Falk / The Mill / Etsning", "K.7"),
        ("FALK (copia da) / THE MILL", "K.7"),
        # The very date that is printed, rough or not, and in any language.
        ("Emil Falk / Rain / noin 1820–30", "K.8"),
        ("Emil Falk / Rain, c. 1825–35", "K.9"),
        ("Emil Falk / Rain Storm / after c. 1830", "K.17"),
        ("Emil Falk / Beacon v. 1871 / Crayon sur papier", "K.10"),
        # A whole title before one of which it is a part.
        ("Emil Falk / Sketch of a Boat / 1811", "K.11"),
        # A part of a title that no other work of the artist shares.
        ("Emil Falk / Harbour / 1840", "K.3"),
        # A surname is no other artist of that name.
        ("LATHAM / SIR CAPEL", "K.15"),
        ("FALK / BEACON", "K.10"),
        # Numerals are numbers in capitals, too.
        ("EMIL FALK / HILL PLATE II", "K.6"),
        # Nations, places and the marks of numbers in other languages.
        ("Emil Falk / Brittisk, 1801–1849 / Beacon / 1871 / Silkscreentryck", "K.10"),
        ("Emil Falk / Gran Bretaña, 1801–1849 / Beacon / 1871 / N. inv.: K.10", "K.10"),
        ("Emil Falk (Varsavia, 1867 – / Audioguida 131 / Firenze, 1916) / Beacon", "K.10"),
        # What else is printed: signature, rights, sides, rooms, sales, where it comes from.
        ("Emil Falk, 1801–49 / Beacon / Signeret og dateret / nederst til venstre", "K.10"),
        ("Emil Falk / Beacon, 1871 / © VG Bild-Kunst, Bonn 2019", "K.10"),
        (
            "Saal 12 · 282 / Emil FALK / * 1806 Venedig, † 1864 Wien / Beacon / H. 6,8, B. 11 cm",
            "K.10",
        ),
        ("Los 293 / FALK, EMIL / BEACON / alt. 20,8 × largh. 10,9 cm", "K.10"),
        ("Kunstmuseum / Emil Falk / Beacon / Från dominikankyrkan / Cat. 75", "K.10"),
        ("Emil Falk (f. 1970) / Beacon / Video, colour and sound", "K.10"),
        # Print as readers give it: no space, a digit for a letter, a life over two lines.
        ("EmilFalk / Beacon,1871 / olio su te1a / Gåva 1972.", "K.10"),
        ("Emil Falk. 1801–1849. Beacon. 1871. Ink on paper. 9 × 11,6 cm. K.10.", "K.10"),
        ("59.51. FALK, Emil (Venice, / 1784 – Munich, 1842). Beacon, 1871.", "K.10"),
        ("Emil Falk / A Mill by Night c. / 1850", "K.19"),
        # A number that is printed, wherever it stands, tells works of one name apart.
        ("Rum 32 / K.8 / Falk, Emil / Rain", "K.8"),
        # Few long words make a paragraph as well as many short ones.
        (
            "Emil Falk 1892–1971 / Beacon, 1871 / Pienempi versio yksityiskokoelmassa on"
            " luultavasti / maalattu ensin. Taiteilija maalasi teoksen elämänsä /"
            " loppupuolella, pitkien"
            " etelänmatkojensa jälkeen.",
            "K.10",
        ),
        # Nothing outweighs a title, its artist and the number of one work.
        ("Falk, Emil / Kesk. Beacon / kuin merellä / K.10", "K.10"),
        # Nor does what stands behind the particulars, where the very date is printed.
        ("Emil Falk / Beacon / 1871 / Dominikaanikirkosta", "K.10"),
        ("Emil Falk / Beacon / 1871, ink / Saatu Wachtmeisterilta", "K.10"),
        # An exhibit's number before the title, on the same line.
        ("49 Beacon; Emil Falk, 1801–49; 1871; ink", "K.10"),
        # A wall text in a narrow column.
        (
            "Beacon / Emil Falk / ink / Eine kleinere Fassung in / Privatbesitz ist vermutlich /"
            " früher entstanden. Das Bild / entstand im Spätwerk, nach / langen Reisejahren im"
            " Süden.",
            "K.10",
        ),
        # Died in other languages than born; letters behind a name; a year without its space.
        ("Emil Falk / n. 1801, m. 1872 / Beacon (1871)", "K.10"),
        ("Emil Falk RA. 1801–1872 / Beacon", "K.10"),
        ("Emil Falk / Beacon1871 / ink", "K.10"),
        ("Emil Falk / Beacon 1871 circa / matita", "K.10"),
        ("Kavel 258 / EMIL FALK / Beacon / Afkomstig uit de Dominicuskerk", "K.10"),
        # Headings, quotations, prices, series and requests beside the names.
        ("EFTER REGNEN / Lys og landskab / Emil Falk, Beacon, 1871 / Kat. 103", "K.10"),
        ("‘Een schilderij is af.’ / Emil Falk / Beacon, 1871 / ink", "K.10"),
        ("Lotto 72 / Stima € 20.000–31.000 / Emil Falk / Beacon / ink", "K.10"),
        ("95 BEACON / E. Falk / 26.000 kr.", "K.10"),
        ("Emil Falk / Ur serien De tolv månaderna / Beacon / ink", "K.10"),
        ("Sakristei / Emil Falk / Beacon / 19. Jahrhundert / Bitte nicht berühren", "K.10"),
        ("Emil FALK, né en 1801, mort / en 1872 / Beacon", "K.10"),
        ("Beacon, h. 1871 / Emil Falk (n. 1801)", "K.10"),
        ("FALK, Emil (etter) / The Mill", "K.7"),
        # Words whose space was not read.
        ("FALK / SKETCHOF A BOAT / 1811", "K.11"),
        ("EMIL FALK / THEWIDE RIVERVALLEY AT DAWN", "K.4"),
        # Letters that look like the digits of a number.
        ("Emil Falk / Beacon / kuin merellä / Inv. K.1O", "K.10"),
    ],
)
def test_a_label_names_its_work(printed: str, work: str, index: Index) -> None:
    about = decision(printed, index)
    assert about.accepted, about.reasons
    assert about.candidate is not None
    assert about.candidate.work == work


@pytest.mark.parametrize(
    "printed",
    [
        "Emil Falk / Bridge / 1832",  # K.2 is no "Bridge" where K.1 is one, too
        "Emil Falk / River Valley at Dawn",  # a word of the title is not printed
        "Emil Falk / From Quarterdeck to Poop / 1805",
        "EMIL FALK / HILL PLATE I / 1972",
        "Emil Falk / Hill Plate",
        "Emil Falk – Testament (2) – 1998",
        "Emil Falk / Beacon / Dominikaanikirkosta / 1871",  # it may be of the title
        "Emil Falk / Beacon / 1870 / Dominikaanikirkosta",  # no date of the work agrees
        "Emil Falk / Beacon / 1871 / Harvest / 1874",  # two works, and one of them unknown
        "Emil Falk / Beacon / 1871 / after Anna Berg",
        "Emil Falk / Beacon / 1871 / Kopie",
        "E. FALK / 1801–1872",  # a name, though a work of Anna Berg's is called so
        "17 Ulysses",  # where nothing but a title is printed, a number may be of it
        "Emil Falk / Beacon, Rome",  # print that goes on belongs to the title
        "Emil Falk / Beacon. Galleria Santoro, 1978",
        "Emil Falk / Sketch for ‘Ulysses’",
        "1871",  # a year alone
        "BEACON",  # a sign
        "FALK / 1871",
        "Emil Falk / The Mill",  # the master's own
        "A Gallery Year / 1973 / Emil Falk, n. 1940",  # a name is a title only beside another name
    ],
)
def test_a_strangers_label_names_none(printed: str, index: Index) -> None:
    about = decision(printed, index)
    assert not about.accepted, about.candidate
