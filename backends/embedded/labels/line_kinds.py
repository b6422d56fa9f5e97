"""What a single line of a wall label is, by its wording alone.

Labels follow few conventions in the languages of European collections: name, places and years
of the artist, title, date, medium, number, where it came from, and sometimes a paragraph.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class Kind(Enum):
    NAME = auto()
    """An artist or a title: a line of no other kind."""
    LIFE = auto()
    DATE = auto()
    MEDIUM = auto()
    NUMBER = auto()
    CREDIT = auto()
    OTHER = auto()
    """Measures, room and audio guide numbers, and where a thing is kept in the store."""
    PROSE = auto()


YEAR = r"(?:1[0-9]|20)\d\d"
_ABOUT = r"(?:circa|ca|c|um|vers|about|around|after|before|dopo|prima|post|ante|nach|vor|rond)\.?"
_SPAN = rf"{YEAR}s?(?:\s*[-–—/]\s*(?:{_ABOUT}\s*)?(?:{YEAR}|\d\d?))?"
_CENTURY = (
    r"(?:[\w.'’]+\s+){0,6}?(?:"
    r"(?:sec(?:olo)?\.?|saec\.?)\s*[IVXL]+|[IVXL]+\s*(?:secolo|sec\.)|"
    r"\d\d?(?:th|st|nd|rd)[\s-]century|\d\d\.\s*(?:Jahrhunderts?|Jh\.?)|"
    r"(?:[IVXL]+|\d\d)\s*(?:e|ème|eme)\s+siècle|\d\d(?:e|de|ste)\s+eeuw)"
)
_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iyg]|mei|jun|giu|jui|jul|lug|aug|ago|ao[uû]|sep|set|o[ck]t|ott|"
    r"nov|de[cz]|d[ié]c|gen|fév|avr)[a-zéû]*\.?"
)
_PLACE = rf"(?:(?:[A-ZÀ-Þ][^\W\d_]*+[ -]?){{1,3}},\s*(?={_MONTH}))?"
_DAY = rf"(?:\d\d?\.?\s+)?(?:{_MONTH}\s+)?"
_DOUBT = rf"(?:\s*(?:{_ABOUT}|\(\?\)|\?))*"
_DATE = re.compile(rf"{_PLACE}{_DAY}[(\[]?(?:{_ABOUT}\s*)*{_SPAN}{_DOUBT}[)\]]?\.?", re.I)
_CENTURY_LINE = re.compile(rf"{_CENTURY}\.?", re.I)
DATED = re.compile(rf"(?:{_DATE.pattern}|{_CENTURY_LINE.pattern})", re.I)
"""A date and nothing else."""
_TAIL = re.compile(rf"[\s,;.(]+((?:{_ABOUT}\s*)*{_SPAN}(?:\s*(?:{_ABOUT}|\?))?)\)?\.?$", re.I)

_LIFE_WORDS = re.compile(
    r"\b(?:nat[oa]|mort[oa]|born|died|active|attiv[oa]|documentat[oa]|notizie|geboren|geb\.|gest\.|"
    r"gestorben|tätig|nées?|décédée?|morte?\s+à|actif|active|werkzaam|overleden|fl\.|b\.\s*1\d|"
    r"d\.\s*1\d)",
    re.I,
)
_NATION = re.compile(
    r"(?:american|austrian|belgian|british|danish|dutch|english|flemish|florentine|french|german|"
    r"greek|hungarian|irish|italian|netherlandish|norwegian|polish|portuguese|russian|scottish|"
    r"sienese|spanish|swedish|swiss|venetian|italian[oa]|francese|tedesc[oa]|fiammingh?[oa]|"
    r"olandese|spagnol[oa]|français|italien|flamand|hollandais|deutsch|niederländisch)"
    r"(?:\s+school)?",
    re.I,
)
_RANGE = re.compile(rf"({YEAR})\D{{1,30}}?({YEAR})")

_PAREN_LIFE = re.compile(
    r"((?=[^()]*?[^\W\d_])[^()]*+(?:\([^()\d]*\))?)" rf"\(((?=[^()]*?{YEAR})[^()]*+)\)?\.?"
)
_COMMA_LIFE = re.compile(rf"([^,\d]+),\s*(.*{YEAR}.*)")
_PLAIN_LIFE = re.compile(rf"([^\d]*[^\W\d_][^\d]*?)\s+((?:{_ABOUT}\s*)?{YEAR}.*)", re.I)
_MATERIAL = (
    r"(?:oil|olio|huile|[öo]l|olieverf|tempera|temp[ée]ra|detrempe|watercolou?r|acquerello|"
    r"aquarelle|aquarell|gouache|guazzo|acrylic|acrilico|acrylique|acryl|pastello?|ink|inchiostro|"
    r"encre|tusche|inkt|pen|penna|chalk|gesso|matita|pencil|charcoal|carboncino|fresco|affresco|"
    r"fresque|fresko|etching|acquaforte|engraving|mixed media|tecnica mista|bronzo?|brons|marmo|"
    r"marble|marbre|marmor|marmer|terra\s?cotta|terre cuite|wood|legno|bois|holz|hout|plaster|"
    r"stucco|alabast(?:er|ro)|avorio|ivory|ivoire|enamel|smalto|glass|vetro|silver|argento|gold)"
)
_ADJECTIVE = (
    r"(?:policrom[ao]|dipint[oa]|dorat[oa]|painted|polychromed?|gilt|gilded|patinated|invetriata|"
    r"glazed|polychrome|doré|peint|bemalt|vergoldet|gefasst|intagliat[oa]|carved)"
)
_SUPPORT = (
    r"(?:on|su|sur|auf|op|an)\s+(?:\w+\s+)?(?:canvas|panel|wood|copper|paper|board|slate|tel[ae]|"
    r"tavol[ae]|rame|carta|cartone|ardesia|legno|toile|bois|panneau|cuivre|papier|leinwand|holz|"
    r"kupfer|pappe|karton|doek|paneel|linnen|hout|koper)"
)
_MEDIUM = re.compile(
    rf"(?:{_MATERIAL}\b.*\b{_SUPPORT}\b|{_MATERIAL}(?:\s+(?:e|and|et|und|en)\s+\w+|\s+{_ADJECTIVE})*"
    rf"\s*(?:[,;(]|$)|(?:fresco|affresco)\b\s+\w+ato)",
    re.I,
)
_MEDIA = tuple(
    f"{material} {support}"
    for material, supports in (
        ("olio", ("su tela", "su tavola", "su rame")),
        ("tempera", ("su tavola", "su tela", "on panel")),
        ("oil", ("on canvas", "on panel", "on copper")),
        ("huile", ("sur toile", "sur bois", "sur panneau")),
        ("öl", ("auf leinwand", "auf holz")),
        ("olieverf", ("op doek", "op paneel")),
    )
    for support in supports
)
NEAR_MEDIUM = 75.0
"""rapidfuzz ratio: small print loses two letters in twelve, and no title comes that near."""

_NUMBER = re.compile(
    r"\b(?:inv(?:ent(?:ar(?:io|nummer)?|ory|aire)?)?|acc(?:ession)?|cat)\b\.?"
    r"(?:\s*[-.]?\s*(?:number|numero|nummer|num|nos?|nrs?|n°|nº|n|№)\b\.?°?)?\s*[:.]?\s*"
    r"((?:[A-Z]{1,4}[\s.\-]{0,2}){0,2}\d[\w]*(?:[.\-/]\w+)*(?:\s+n\.\s*\d+)?)",
    re.I,
)
_ACCESSION = re.compile(
    r"(?:[A-Z]{0,3}\s?\d{2,4}\.\d{1,4}(?:\.\d{1,4}){0,2}[a-z]?|NG\s?\d{1,4}|SK-[A-Z]-\d{1,4}|"
    r"M\.?I\.?\s?\d{2,4}|R\.?F\.?\s?\d{2,4}(?:[ .-]\d+)*|[A-Z]{1,4}[-.]\d{1,5}|[A-Z]{1,3}\d{4,6})"
)
_EVENTS = re.compile(
    r"\b(?:acqui\w*|bequ\w*|gift|given|purchase[ds]?|bought|presented|donat\w*|lent|loan|dono|"
    r"lascito|legato|deposito|don|legs|achat|dépôt|schenkung|vermächtnis|erworben|leihgabe|geschenk|"
    r"aangekocht|schenking|legaat|bruikleen|aankoop|restor\w*|restaur\w*|exhibit\w*)\b",
    re.I,
)
_CREDIT = re.compile(
    r"(?:acquired|accepted|allocated|transferred|bequ|bequeathed|gift|given|"
    r"purchased?|presented|donated|lent|(?:on )?loan|"
    r"dono|donazione|lascito|legato|acquist|deposito|dall[ae']\s*collezion|dalle\s+raccolte|"
    r"collezion[ei]\b|coll\.|già\b|proven|don\s+d|legs\b|achat|acquis|dépôt|saisie|schenkung|"
    r"vermächtnis|erworben|leihgabe|geschenk|dauerleihgabe|aangekocht|schenking|legaat|bruikleen|"
    r"aankoop|the\s+\w+\s+collection|.*\bcollection\b|courtesy|photo\b|foto\b|©|®)",
    re.I,
)
_STORED = (
    r"(?:box|shelf|rack|bay|drawer|crate|cabinet|screen|scaffale|cassetto|armadio|cassa|griglia|"
    r"regal|fach|kiste|schrank|schublade|schieber|étagère|boîte|tiroir|caisse|armoire|grille|"
    r"plank|kast|doos|krat|lade|estante|caja|cajón|peine)"
)
_OTHER = re.compile(
    r"(?:.*\d+(?:[.,]\d+)?\s*(?:cm|mm)?\s*[x×]\s*\d+|"
    rf"{_STORED}\s+(?:no\.?\s*|nr\.?\s*|n[°º]\s*)?(?:\d+|[A-Z])\b|"
    r"(?:room|sala|saal|raum|salle|zaal|gallery|galleria)\s+[IVXL\d]+\b|\W*\d{1,3}\W*$)",
    re.I,
)
SHORT_LIFE = 25
"""Years: hardly any painter of a museum died younger, and few works are dated so widely."""
PROSE_WORDS = 12
"""Words on a line from which it is a paragraph: titles on labels are broken before that."""


LONGEST = 400
"""Characters of a line at most that is anything but prose: no wall label is so wide."""


def kind(text: str) -> Kind:
    """What a line is."""
    line = text.strip()
    if len(line) > LONGEST:
        return Kind.PROSE
    if _is_medium(line):
        return Kind.MEDIUM
    if _CREDIT.match(line):
        return Kind.CREDIT
    if number(line) is not None:
        return Kind.NUMBER
    if DATED.fullmatch(line):
        return Kind.DATE
    if _OTHER.match(line):
        return Kind.OTHER
    if is_life(line):
        return Kind.LIFE
    return Kind.PROSE if len(line.split()) >= PROSE_WORDS else Kind.NAME


def number(text: str) -> str | None:
    """The inventory or accession number that a line gives, as printed."""
    if len(text) > LONGEST:
        return None
    match = _NUMBER.search(text)
    if match:
        return match.group(1).strip().rstrip(".")
    line = text.strip().rstrip(".")
    return line if _ACCESSION.fullmatch(line) else None


def marked_number(text: str) -> str | None:
    """The number behind a mark, as printed. A catalogue's ("cat. 12") is not that of a work."""
    if len(text) > LONGEST:
        return None
    match = _NUMBER.search(text)
    if match is None or match.group(0).casefold().startswith("cat"):
        return None
    return match.group(1).strip().rstrip(".")


def of_another_event(text: str) -> bool:
    """Whether a year on this line may be that of a life, an acquisition or a restoration."""
    if len(text) > LONGEST:
        return False
    return bool(_EVENTS.search(text) or _LIFE_WORDS.search(text))


def is_life(text: str) -> bool:
    """Whether a line gives the places and years of a person rather than a name with them."""
    if len(text) > LONGEST:
        return False
    line = text.strip().strip("()[]")
    if _NATION.fullmatch(line):
        return True
    if _LIFE_WORDS.search(line):
        return bool(re.search(r"\d", line))
    years = _RANGE.search(line)
    if years is None or not 15 <= int(years.group(2)) - int(years.group(1)) <= 100:
        return False
    return len(_without_years(line)) <= 4


def as_long_as_a_life(text: str) -> bool:
    """Whether two years stand too far apart for the making of a work: they are a person's then."""
    if len(text) > LONGEST:
        return False
    years = _RANGE.search(text)
    return years is not None and int(years.group(2)) - int(years.group(1)) >= SHORT_LIFE


def _without_years(text: str) -> list[str]:
    """The words that are left of places, years and nationality."""
    words = re.findall(r"[^\W\d_]+", text)
    return [word for word in words if word.casefold() not in {"ca", "circa", "c", "um", "vers"}]


def split_date(text: str) -> tuple[str, str | None]:
    """A title and the date behind it: 'Cattle, 1652' -> ('Cattle', '1652')."""
    if len(text) > LONGEST:
        return text.strip(), None
    match = _TAIL.search(text)
    if match is None or not text[: match.start()].strip():
        return text.strip(), None
    return text[: match.start()].strip(" ,;("), match.group(1)


def split_life(text: str) -> tuple[str, str | None]:
    """An artist and the years behind the name: 'Paulus Potter (1625–1654)'."""
    if len(text) > LONGEST:
        return text.strip(), None
    for pattern in (_PAREN_LIFE, _COMMA_LIFE, _PLAIN_LIFE):
        match = pattern.fullmatch(text.strip())
        if match and (_RANGE.search(match.group(2)) or _LIFE_WORDS.search(match.group(2))):
            return match.group(1).strip(" ,;"), match.group(2).strip()
    return text.strip(), None


def _is_medium(line: str) -> bool:
    if _MEDIUM.match(line):
        return True
    from rapidfuzz import fuzz

    head = re.split(r"[,;(]", line.casefold())[0]
    return any(fuzz.ratio(head.strip(), medium) >= NEAR_MEDIUM for medium in _MEDIA)


def medium_of(text: str) -> tuple[str, str | None]:
    """A medium without the number, date or measures behind it, and that date: 'Oil on canvas,
    1642' -> ('Oil on canvas', '1642')."""
    if len(text) > LONGEST:
        return text.strip(), None
    match = _NUMBER.search(text)
    head, date = split_date((text[: match.start()] if match else text).strip(" ,;(-–"))
    return re.split(r",?\s+(?=\d)", head)[0].strip(" ,;(-–"), date
