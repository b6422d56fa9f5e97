"""The texts that stand on one label, in one language or several.

What the museum's record lacks is drawn, as a museum would have it: the same label has the same
years, donor and place in all of its languages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from demo.labels.credits import Credit
from demo.labels.dates import between_of, century_of, date_of, year_of
from demo.labels.lives import Life
from demo.labels.materials import (
    framed_of,
    inches_of,
    kind_of,
    medium_of,
    mm_of,
    short_medium,
    sides_of,
    size_of,
)
from demo.labels.names import Artist, artist_of, written
from demo.labels.printed import Printed
from demo.labels.words import LANGUAGES, Words, words

_HOME: Mapping[str, str] = {
    "en": "british", "it": "italian", "fr": "french", "de": "german", "es": "spanish",
    "pt": "portuguese", "nl": "dutch", "da": "danish", "sv": "swedish", "no": "norwegian",
    "fi": "finnish", "pl": "polish",
}  # fmt: skip
ARROWS = ("↖", "↓", "←", "→")
"""The signs of words.direction."""
_FORMERLY = ("Guido Reni", "Jacob van Ruisdael", "Anthony van Dyck", "Diego Velázquez",
             "Claude Lorrain", "Lucas Cranach")  # fmt: skip
_GALLERIES = ("Galerie Lindqvist", "Galleria Marchetti", "Halden Fine Art", "Atelier Sommer")
_PHOTOGRAPHERS = ("J. Halden", "Studio Marchetti", "R. Lindqvist", "A. Nowak")
_RAISONNE = ("B. {}", "Hollstein {}", "Cat. rais. {}", "WV {}")
"""Marks of numbers in catalogues of an artist's whole work, the same in every language."""
_AT_HOME = 0.7
"""Share of a museum's artists who come from its country, where the record does not say."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a label in one language. `seed` draws what the record lacks."""

    printed: Printed
    artist: Artist
    language: str
    seed: int
    draws: Mapping[str, float]
    credit: Credit

    @classmethod
    def of(cls, printed: Printed, language: str, seed: int) -> Values:
        """Draws the particulars of a label that its record lacks."""
        of_artist, of_label = random.Random(printed.artist), random.Random(seed)
        drawn = {name: of_artist.random() for name in _OF_ARTIST}
        drawn |= {name: of_label.random() for name in _OF_LABEL}
        artist = artist_of(printed.artist, printed.surname_first)
        credit = Credit.drawn(printed, language, of_label)
        drawn |= {name: of_label.random() for name in _OF_LABEL_LATER}
        return cls(_completed(printed, artist, drawn), artist, language, seed, drawn, credit)

    def told_in(self, language: str) -> Values:
        """The same label in another language."""
        return replace(self, language=language)

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def own(self) -> bool:
        """Whether the label is in the language of the record."""
        return self.language == self.printed.language

    def get(self, name: str) -> str | None:
        """The text of `field` or `field.form` of a layout; None where there is none.

        Raises KeyError for one that is not known.
        """
        field, _, form = name.partition(".")
        return _FIELDS[field](self, form)

    def pick(self, choices: tuple[str, ...], name: str) -> str:
        return choices[int(self.draws[name] * len(choices))]

    def count(self, name: str, most: int) -> int:
        """A number that was drawn, from 1 to `most`."""
        return 1 + int(self.draws[name] * most)


_OF_ARTIST = ("born", "age", "birthplace", "deathplace", "nation")
_OF_LABEL = (
    "number", "audio", "text", "height", "width", "medium", "museum", "lender", "city", "room",
    "lot", "item", "signed", "provenance", "rights", "licensed",
)  # fmt: skip
_OF_LABEL_LATER = (
    "section", "restored", "shelf", "former", "photo", "gallery", "raisonne", "sum", "showcase",
    "trail", "chapel", "direction", "exhibition", "series", "question", "quote", "sitter",
)  # fmt: skip
"""Drawn behind the credit line, so that what a seed drew before there were these stays the same."""
_YOUNG = 1850
"""From this year on works are no longer painted for dukes and churches."""
_SOUND = 1960
"""From this year on no work has been restored."""
_PROTECTED = 1954
"""Of an artist who died earlier no picture is in copyright: no line of rights is printed."""


def _completed(printed: Printed, artist: Artist, draws: Mapping[str, float]) -> Printed:
    """The record with a life where it is a person's and none is known, and a size and material."""
    known = printed.born or printed.died or artist.life
    if artist.person and not artist.role and not known:
        start = (year_of(printed.date) or 1600 + round(300 * draws["born"])) - 22
        born = start - round(30 * draws["born"])
        died = born + 45 + round(40 * draws["age"])
        living = born > 1935 or died > 2015
        printed = replace(printed, born=str(born), died="" if living else str(died))
    if not printed.medium:
        printed = replace(printed, medium="oil on canvas" if draws["medium"] < 0.7 else
                          "oil on panel" if draws["medium"] < 0.9 else "oil on copper")  # fmt: skip
    if not printed.size:
        sides = (20 + round(100 * draws[side] ** 2, 1) for side in ("height", "width"))
        printed = replace(printed, size="{} x {} cm".format(*sides))
    return printed


def _title(values: Values, form: str) -> str | None:
    title = " ".join(values.printed.title.split())
    if form == "quoted":
        return values.words.quoted(title)
    return title.upper() if form == "caps" else title


def _translation(values: Values, form: str) -> str | None:
    """The title in the label's language, where it is one that every museum has; else None, or
    in the form `always` the title as it is."""
    title = " ".join(values.printed.title.split())
    for language in LANGUAGES:
        for key, phrase in words(language).title.items():
            pattern = re.escape(phrase.removeprefix("The ")).replace(r"\{\}", "(.+)")
            if found := re.fullmatch(f"(?:The )?{pattern}", title, re.IGNORECASE):
                other = values.words.title[key].format(*found.groups())
                return other if other.casefold() != title.casefold() else _kept(title, form)
    return _kept(title, form)


def _kept(title: str, form: str) -> str | None:
    return title if form == "always" else None


def _life(values: Values, form: str) -> str | None:
    """Years, or places and years: of the record's own words where it has them."""
    if values.artist.life:
        return values.artist.life
    born, died = values.printed.born, values.printed.died
    if not born:
        return None
    places = tuple(values.words.place.values())
    birthplace, deathplace = (values.pick(places, end) for end in ("birthplace", "deathplace"))
    return Life(born, died, birthplace, deathplace).written(form, values.words)


def _nation(values: Values, form: str) -> str | None:
    known = values.printed.nation.strip()
    if known.casefold() in values.words.nation:
        return values.words.nation[known.casefold()]
    if known:
        return known if values.own else None
    if not values.artist.person or values.artist.role:
        return None
    if values.draws["age"] < _AT_HOME and (home := _HOME.get(values.printed.language)):
        return values.words.nation[home]
    return values.pick(tuple(values.words.nation.values()), "nation")


def _credit(values: Values, form: str) -> str | None:
    return values.credit.line(values.printed, values.words, values.own)


def _number(values: Values, form: str) -> str | None:
    number = values.printed.number.strip()
    if not number or form != "marked":
        return number or None
    return values.pick(values.words.inventory, "number").format(number)


def _medium(values: Values, form: str) -> str | None:
    if form == "short":
        return short_medium(values.printed.medium, values.words, values.own)
    medium = medium_of(values.printed.medium, values.words, values.own)
    if not medium:
        return None
    if form == "caps":
        return medium.upper()
    first = medium[0].lower() if form == "low" and values.language != "de" else medium[0].upper()
    return first + medium[1:]


def _size(values: Values, form: str) -> str | None:
    ways = {"sides": sides_of, "inches": inches_of, "mm": mm_of, "framed": framed_of}
    return ways.get(form, size_of)(values.printed.size, values.words)


def _audio(values: Values, form: str) -> str:
    """The number of the audio guide; in the form `bare` without its words, as beside a sign."""
    phrase = "{}" if form == "bare" else values.pick(values.words.audio, "audio")
    return phrase.format(values.count("audio", 499))


def _lender(values: Values, form: str) -> str:
    """Another museum, with its city."""
    city = values.pick(tuple(values.words.place.values()), "city")
    return f"{values.pick(values.words.museum, 'lender')}, {city}"


def _rights(values: Values, form: str) -> str | None:
    """Who holds the copyright of a picture; None where its artist is long dead, or no person."""
    born, died = values.printed.born, values.printed.died
    if not born or (died and int(died) < _PROTECTED):
        return None
    return values.pick(values.words.rights, "rights").format(2009 + values.count("licensed", 16))


def _provenance(values: Values, form: str) -> str | None:
    """The church or collection that a work comes from; None for one too young for it."""
    old = (year_of(values.printed.date) or 0) < _YOUNG
    return values.pick(values.words.provenance, "provenance") if old else None


def _signed(values: Values, form: str) -> str:
    """Where the signature is; in the form `low` as within a line, in the form `dated` with the year
    where the record has but one."""
    if form == "dated" and re.fullmatch(r"\d{4}", values.printed.date.strip()):
        return values.words.dated.format(values.printed.date.strip())
    signed = values.pick(values.words.signed, "signed")
    return signed[0].lower() + signed[1:] if form == "low" else signed


def _restored(values: Values, form: str) -> str | None:
    """Who paid for restoring; None for a work too young to need it."""
    sound = (year_of(values.printed.date) or 0) >= _SOUND
    return None if sound else values.pick(values.words.restored, "restored")


def _text(values: Values, form: str) -> str:
    """Two or three sentences about the picture, beginning anywhere among those there are; in the
    form `short` one, in the form `long` all."""
    sentences = values.words.text
    first = int(values.draws["text"] * len(sentences))
    many = {"short": 1, "long": len(sentences)}.get(form, 2 + first % 2)
    return " ".join(sentences[(first + n) % len(sentences)] for n in range(many))


def _item(values: Values, form: str) -> str:
    """The number in an exhibition, in the form `marked` with the word for its catalogue."""
    phrase = values.words.catalogue if form == "marked" else "{}"
    return phrase.format(values.count("item", 140))


def _shelf(values: Values, form: str) -> str:
    """A place in a store: the letter of an aisle, a rack, a level."""
    place = values.count("shelf", 8 * 24 * 4) - 1
    return f"{'ABCDEFGH'[place % 8]}{place // 8 % 24 + 1:02}.{place // 192 + 1}"


def _date(values: Values, form: str) -> str | None:
    """The date; in the form `century` no more than that of what is older than `_YOUNG`, in the form
    `between` a span of years in words, in the form `undated` never None."""
    old = (year_of(values.printed.date) or _YOUNG) < _YOUNG
    if form == "century" and old and (century := century_of(values.printed.date, values.words)):
        return century
    if form == "between" and (span := between_of(values.printed.date, values.words)):
        return span
    # A generator of its own: both languages choose the same one of their ways to say "about".
    rng = random.Random(values.seed)
    date = date_of(values.printed.date, values.words, values.own, rng)
    return date or (values.words.undated if form == "undated" else None)


def _former(values: Values, form: str) -> str | None:
    """To whom a work was once attributed; None for one too young for doubt."""
    if (year_of(values.printed.date) or 0) >= _YOUNG:
        return None
    names = tuple(name for name in _FORMERLY if name not in values.printed.artist)
    return values.words.former.format(values.pick(names, "former"))


def _sitter(values: Values, form: str) -> str | None:
    """The years of whom a portrait shows; None where the title names nobody."""
    for language in LANGUAGES:
        pattern = words(language).title["portrait_of"].format(r"[A-ZÀ-Ž][\w.]+ [A-ZÀ-Ž].+")
        if re.fullmatch(pattern, " ".join(values.printed.title.split())):
            painted = year_of(values.printed.date) or 1780
            born = painted - 25 - values.count("sitter", 40)
            return f"{born}–{painted + 3 + values.count('age', 20)}"
    return None


def _kind(values: Values, form: str) -> str | None:
    """What the work is, in the form `caps` in capitals."""
    kind = kind_of(values.printed.medium, values.words)
    return kind.upper() if kind and form == "caps" else kind


def _series(values: Values, form: str) -> str:
    """The series or portfolio that a work belongs to; only prints are in portfolios."""
    printed = kind_of(values.printed.medium, words("en")) == "Print"
    return values.pick(values.words.series, "series") if printed else values.words.series[0]


def _exhibition(values: Values, form: str) -> str:
    """The exhibition's title, in the form `caps` in capitals."""
    title = values.pick(values.words.exhibition, "exhibition")
    return title.upper() if form == "caps" else title


def _sum(values: Values, thousands: int) -> str:
    return values.words.money.format(f"{thousands}{values.words.thousands}000")


def _estimate(values: Values, form: str) -> str:
    """For what an auction house thinks that a work will be sold."""
    low = values.count("sum", 40)
    both = f"{low}{values.words.thousands}000–{low + low // 2 + 1}{values.words.thousands}000"
    return values.words.estimate.format(values.words.money.format(both))


def _direction(values: Values, form: str) -> str:
    """Where the work hangs, of the label; in the form `arrow` as a sign."""
    return values.pick(ARROWS if form == "arrow" else values.words.direction, "direction")


def _quote(values: Values, form: str) -> str | None:
    """What the artist is said to have said; None where it is no one person."""
    if not values.artist.person or values.artist.role:
        return None
    return values.words.quoted(values.pick(values.words.quote, "quote"))


_FIELDS: Mapping[str, Callable[[Values, str], str | None]] = {
    "title": _title,
    "translation": _translation,
    "artist": lambda values, form: written(values.artist, form, values.words),
    "life": _life,
    "nation": _nation,
    "date": _date,
    "medium": _medium,
    "size": _size,
    "credit": _credit,
    "number": _number,
    "audio": _audio,
    "text": _text,
    "museum": lambda values, form: values.pick(values.words.museum, "museum"),
    "lender": _lender,
    "rights": _rights,
    "signed": _signed,
    "provenance": _provenance,
    "room": lambda values, form: values.words.room.format(values.count("room", 48)),
    "lot": lambda values, form: values.words.lot.format(values.count("lot", 380)),
    "item": _item,
    "kind": _kind,
    "section": lambda values, form: values.pick(values.words.section, "section"),
    "restored": _restored,
    "shelf": _shelf,
    "former": _former,
    "sitter": _sitter,
    "price": lambda values, form: _sum(values, values.count("sum", 40)),
    "estimate": _estimate,
    "direction": _direction,
    "quote": _quote,
    "question": lambda values, form: values.pick(values.words.question, "question"),
    "exhibition": _exhibition,
    "series": _series,
    "chapel": lambda values, form: values.pick(values.words.chapel, "chapel"),
    "showcase": lambda values, form: values.words.showcase.format(values.count("showcase", 30)),
    "trail": lambda values, form: values.words.trail.format(values.count("trail", 12)),
    "since": lambda values, form: values.words.since.format(values.credit.year),
    "photo": lambda values, form: values.words.photo.format(values.pick(_PHOTOGRAPHERS, "photo")),
    "gallery": lambda values, form: values.pick(_GALLERIES, "gallery"),
    "raisonne": lambda values, form: values.pick(_RAISONNE, "raisonne").format(
        values.count("item", 140)
    ),
    "scan": lambda values, form: values.words.scan,
    "touch": lambda values, form: values.words.touch,
    "tag": lambda values, form: values.language.upper(),
    "key": lambda values, form: values.words.key[form],
}
"""Fields of layouts, and how their text is made."""
