"""Every language has every word; dates, materials, credits and lives are printed in it."""

from __future__ import annotations

import random
import re
from dataclasses import asdict

import pytest

from demo.labels import LANGUAGES, Printed, label, language_of, layouts, words
from demo.labels.credits import Credit
from demo.labels.dates import between_of, century_of, date_of
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
from demo.labels.values import ARROWS, Values

RNG = random.Random(0)
TURNER = Printed(
    "Norham Castle, Sunrise", "Joseph Mallord William Turner", "c.1845", "Oil paint on canvas",
    "support: 908 x 1219 mm", "Accepted by the nation as part of the Turner Bequest 1856",
    "N01981",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_words_of_all_others(language: str) -> None:
    ours, english = asdict(words(language)), asdict(words("en"))
    for name, values in english.items():
        if isinstance(values, dict) and name != "short":
            assert list(ours[name]) == list(values), name
            assert all(ours[name].values()), name
    assert set(ours["short"]) == set(english["short"])
    for name in (
        "text",
        "museum",
        "rights",
        "signed",
        "provenance",
        "section",
        "restored",
        "chapel",
        "direction",
        "exhibition",
        "series",
        "question",
        "quote",
    ):  # one by one the same
        assert len(ours[name]) == len(english[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_stand_where_values_go(language: str) -> None:
    spoken = words(language)
    blanks = [*spoken.circa, spoken.before, spoken.after, spoken.century, spoken.born,
              spoken.died, spoken.room, spoken.lot, spoken.by, spoken.catalogue, *spoken.rights,
              *spoken.inventory, *spoken.audio, *(f for pair in spoken.role.values() for f in pair),
              spoken.title["portrait_of"]]  # fmt: skip
    assert all(text.count("{}") == 1 for text in blanks)
    blanks = [spoken.dated, spoken.showcase, spoken.trail, spoken.since, spoken.former,
              spoken.photo, spoken.money, spoken.estimate]  # fmt: skip
    assert all(text.count("{}") == 1 for text in blanks)
    assert all(text.count("{}") == 2 for text in (spoken.sides, spoken.between, spoken.framed))
    for kind, line in spoken.credit.items():
        places = {"loan": set(), "private": set()}.get(kind, {"year"})
        assert set(re.findall(r"{(\w+)}", line)) == places | ({"donor"} if "_of" in kind else set())


def test_a_language_without_words_is_an_error() -> None:
    with pytest.raises(KeyError, match="choose one of"):
        words("la")


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("1845", "it", "1845"),
        ("c.1830–41", "fi", r"(n\.|noin) 1830–41"),
        ("circa 1640", "it", r"1640 (circa|ca\.)|(c\.|circa) 1640"),
        ("before 1519", "fr", "avant 1519"),
        ("16th century", "it", r"sec\. XVI"),
        ("16th century", "sv", "1500-talet"),
        ("16th century", "de", r"16\. Jahrhundert"),
        ("1965, printed 1990", "nl", "1965"),
        ("1965, printed 1990", "en", "1965, printed 1990"),
        ("(1893)", "en", "1893"),
    ],
)
def test_a_date(text: str, language: str, printed: str) -> None:
    written = date_of(text, words(language), language == "en", RNG)
    assert re.fullmatch(printed, written or "")


@pytest.mark.parametrize("text", ["date not known", "no date", "-", "", "n.d.", "Unknown"])
def test_an_unknown_date_is_not_printed(text: str) -> None:
    assert date_of(text, words("en"), True, RNG) is None


def test_of_what_is_old_the_century_may_be_enough() -> None:
    assert century_of("1666", words("it")) == "sec. XVII"
    assert century_of("1800", words("en")) == "18th century"
    assert century_of("2004", words("en")) is None
    assert Values.of(TURNER, "sv", 1).get("date.century") == "1800-talet"
    young = Printed("Untitled", "A", "1934")
    assert Values.of(young, "sv", 1).get("date.century") == "1934"
    assert Values.of(Printed("Untitled", "A"), "sv", 1).get("date.century") is None


def test_a_span_of_years_in_words() -> None:
    assert between_of("c.1830–41", words("en")) == "between 1830 and 1841"
    assert between_of("1799-1802", words("de")) == "zwischen 1799 und 1802"
    assert between_of("1845", words("en")) is None
    assert Values.of(Printed("Untitled", "A", "1830–1"), "it", 1).get("date.between") == (
        "tra il 1830 e il 1831"
    )
    assert Values.of(Printed("Untitled", "A", "1845"), "it", 1).get("date.between") == "1845"


def test_that_there_is_no_date_may_be_said() -> None:
    assert Values.of(Printed("Untitled", "A", "n.d."), "de", 1).get("date.undated") == "o. J."
    assert Values.of(Printed("Untitled", "A", "1845"), "de", 1).get("date.undated") == "1845"


def test_a_material() -> None:
    assert medium_of("Oil paint on canvas", words("it"), False) == "olio su tela"
    assert medium_of("Oil on canvas, 32 x 42 cm", words("en"), True) == "Oil on canvas"
    assert medium_of("satin with cut velvet", words("it"), False) is None
    assert short_medium("oil on canvas", words("de"), False) == "Öl/Lwd."
    assert short_medium("etching", words("de"), False) == "Radierung"


def test_a_size_is_in_cm_with_the_sign_of_the_language() -> None:
    assert size_of("support: 908 x 1219 mm", words("it")) == "90,8 × 121,9 cm"
    assert size_of('14 x 18" (35.6 x 45.7 cm)', words("en")) == "35.6 × 45.7 cm"
    assert size_of("unconfirmed", words("en")) is None


def test_the_sides_of_a_size_are_named() -> None:
    assert sides_of("support: 908 x 1219 mm", words("fr")) == "H. 90,8 ; L. 121,9 cm"
    assert sides_of("32 x 42 cm", words("pl")) == "wys. 32, szer. 42 cm"
    assert sides_of("unconfirmed", words("fr")) is None
    assert Values.of(TURNER, "da", 1).get("size.sides") == "H. 90,8 × B. 121,9 cm"


def test_a_size_is_in_inches_too_where_english_is_spoken() -> None:
    assert inches_of("support: 908 x 1219 mm", words("en")) == "35 3/4 × 48 in. (90.8 × 121.9 cm)"
    assert inches_of("1 x 42 cm", words("en")) == "3/8 × 16 1/2 in. (1 × 42 cm)"
    assert inches_of("support: 908 x 1219 mm", words("it")) == "90,8 × 121,9 cm"
    assert inches_of("unconfirmed", words("en")) is None


def test_a_size_is_in_mm_or_with_that_of_the_frame() -> None:
    assert mm_of("31,1 x 42 cm", words("de")) == "311 × 420 mm"
    assert mm_of("unconfirmed", words("de")) is None
    assert framed_of("32 x 42.5 cm", words("it")) == "32 × 42,5 cm (con cornice 46 × 56,5 cm)"
    assert framed_of("unconfirmed", words("it")) is None
    assert Values.of(TURNER, "nl", 1).get("size.mm") == "908 × 1219 mm"
    framed = Values.of(TURNER, "en", 1).get("size.framed")
    assert framed == "90.8 × 121.9 cm (framed 104.8 × 135.9 cm)"


def test_the_kind_of_a_work_is_told_by_its_material() -> None:
    assert kind_of("Oil paint on canvas", words("de")) == "Gemälde"
    assert kind_of("Graphite on paper", words("nl")) == "Werk op papier"
    assert kind_of("Screenprint on paper", words("pl")) == "Grafika"
    assert kind_of("satin with cut velvet", words("en")) is None


def drawn(field: str, work: Printed, language: str = "en") -> set[str | None]:
    """All that 200 labels print of a field."""
    return {Values.of(work, language, seed).get(field) for seed in range(200)}


def test_rights_are_held_in_what_an_artist_of_our_time_has_painted() -> None:
    young = Printed("Untitled", "Anna Kier", born="1921", died="1999")
    assert {text.rstrip("0123456789") for text in drawn("rights", young, "fr") if text} == {
        "© Adagp, Paris, ", "© Succession de l'artiste / Adagp, Paris, "}  # fmt: skip
    assert None not in drawn("rights", Printed("Untitled", "Anna Kier", born="1960"))
    assert drawn("rights", Printed("Untitled", "Paul Klee", born="1879", died="1940")) == {None}
    assert drawn("rights", Printed("Untitled", "British School")) == {None}


def test_a_church_or_a_duke_owned_what_is_old() -> None:
    assert drawn("provenance", Printed("Untitled", "A", "1640"), "sv") == set(
        words("sv").provenance
    )
    assert drawn("provenance", Printed("Untitled", "A", "1934")) == {None}


def test_what_is_young_has_not_been_restored() -> None:
    assert drawn("restored", Printed("Untitled", "A", "1640"), "da") == set(words("da").restored)
    assert drawn("restored", Printed("Untitled", "A", "1999")) == {None}


def test_a_signature_within_a_line_has_no_capital() -> None:
    assert drawn("signed.low", TURNER) == {"signed lower right", "signed and dated lower left"}


def test_a_signature_with_the_year_of_the_work() -> None:
    assert drawn("signed.dated", Printed("Untitled", "A", "1640"), "fr") == {"Signé et daté 1640"}
    assert drawn("signed.dated", TURNER) == set(words("en").signed)


def test_an_old_work_was_once_thought_to_be_by_another() -> None:
    names = drawn("former", Printed("Untitled", "Guido Reni", "1640"))
    assert "Formerly attributed to Claude Lorrain" in names
    assert "Formerly attributed to Guido Reni" not in names
    assert drawn("former", Printed("Untitled", "A", "1934")) == {None}


def test_a_portrait_of_somebody_has_the_sitters_years() -> None:
    for years in drawn("sitter", Printed("Ritratto di Anna Bonetti", "A. Kier", "1790")):
        born, died = map(int, (years or "").split("–"))
        assert born < 1770 < 1790 < died < born + 90
    for title in ("Portrait of a Man", "View of Rome"):
        assert drawn("sitter", Printed(title, "A. Kier", "1790")) == {None}


def test_what_a_work_costs() -> None:
    work = Printed("Untitled", "Paul Klee", "1930")
    assert all(re.fullmatch(r"£\d{1,2},000", text or "") for text in drawn("price", work))
    for text in drawn("estimate", work, "de"):
        found = re.fullmatch(r"Schätzpreis (\d+)\.000–(\d+)\.000 €", text or "")
        assert found is not None
        assert int(found[1]) < int(found[2])


def test_an_arrow_says_what_the_word_beside_it_says() -> None:
    assert len(words("en").direction) == len(ARROWS)
    for seed in range(20):
        values = Values.of(TURNER, "en", seed)
        arrow, word = values.get("direction.arrow"), values.get("direction")
        assert words("en").direction.index(word or "") == ARROWS.index(arrow or "")


def test_only_a_person_is_quoted() -> None:
    assert drawn("quote", TURNER, "de") == {f"„{text}“" for text in words("de").quote}
    assert drawn("quote", Printed("Untitled", "British School")) == {None}
    assert drawn("quote", Printed("Untitled", "Workshop of Jan Both")) == {None}


def test_only_prints_are_in_portfolios() -> None:
    work = Printed("Untitled", "A", medium="Etching on paper")
    assert drawn("series", work, "sv") == set(words("sv").series)
    assert drawn("series", TURNER, "sv") == {words("sv").series[0]}


def test_since_when_a_work_is_in_a_collection() -> None:
    values = Values.of(TURNER, "it", 1)
    assert values.get("since") == "In collezione dal 1856"
    assert values.told_in("pl").get("since") == "W kolekcji od 1856 r."
    assert (values.get("tag"), values.told_in("pl").get("tag")) == ("IT", "PL")


def test_capitals() -> None:
    values = Values.of(TURNER, "fi", 1)
    assert values.get("medium.caps") == "ÖLJY KANKAALLE"
    assert values.get("kind.caps") == (words("fi").kind["painting"]).upper()
    assert (values.get("exhibition.caps") or "").isupper()


def test_a_text_is_of_one_sentence_or_of_all() -> None:
    assert drawn("text.short", TURNER, "pt") == set(words("pt").text)
    assert {len(text or "") for text in drawn("text.long", TURNER)} == {
        len(" ".join(words("en").text))
    }


def test_what_surrounds_a_work() -> None:
    work = Printed("Untitled", "Paul Klee", "1930")
    patterns = {
        "room": r"Saal \d{1,2}",
        "lot": r"Los \d{1,3}",
        "item": r"\d{1,3}",
        "item.marked": r"Kat\. \d{1,3}",
        "shelf": r"[A-H]\d\d\.[1-4]",
        "section": r"[\w ]+",
        "audio.bare": r"\d{1,3}",
        "lender": r"[\w ]+, \w+",
        "museum": r"[\w ]+",
        "showcase": r"Vitrine \d{1,2}",
        "trail": r"Kinderspur \d{1,2}",
        "raisonne": r"(B\.|Hollstein|Cat\. rais\.|WV) \d{1,3}",
        "photo": r"Foto: [\w. ]+",
        "gallery": r"[\w ]+",
        "chapel": r"[\w ]+",
        "question": r"[\w ]+\?",
    }
    for field, pattern in patterns.items():
        texts = drawn(field, work, "de")
        assert len(texts) > 2
        assert all(re.fullmatch(pattern, text or "") for text in texts), field


def test_a_credit_line_is_told_in_the_language_of_the_label() -> None:
    credit = Credit.drawn(TURNER, "it", RNG)
    assert credit.line(TURNER, words("it"), False) == "Legato, 1856"
    assert credit.line(TURNER, words("en"), True) == TURNER.credit


def test_a_credit_line_that_is_missing_is_drawn() -> None:
    bare = Printed("Untitled", "Paul Klee", "1930")
    kinds = {Credit.drawn(bare, "fr", random.Random(n)).kind for n in range(200)}
    assert kinds == set(words("fr").credit)
    assert all(Credit.drawn(bare, "fr", random.Random(n)).year > 1930 for n in range(200))


def test_a_life_that_is_missing_encloses_the_work() -> None:
    for artist in ("Paul Klee", "Jan Vermeer", "Mary Cassatt"):
        life = Values.of(Printed("Landscape", artist, "1880"), "en", 1).get("life") or ""
        born, died = map(int, life.split("–"))
        assert born + 20 < 1880 <= died <= born + 100


def test_a_title_that_every_museum_has_is_translated() -> None:
    values = Values.of(Printed("Portrait of Mrs Siddons", "Thomas Gainsborough"), "it", 1)
    assert values.get("translation") == "Ritratto di Mrs Siddons"
    for title in ("The Flight into Egypt", "Flight into Egypt"):
        assert Values.of(Printed(title, "Jan Both"), "it", 1).get("translation") == "Fuga in Egitto"
    assert Values.of(TURNER, "it", 1).get("translation") is None
    assert Values.of(TURNER, "it", 1).get("translation.always") == TURNER.title


def test_the_language_of_a_catalogue_is_told_by_its_titles() -> None:
    assert language_of(["The Death of Chatterton", "Head of a Man"]) == "en"
    assert language_of(["Ritratto di uomo", "Madonna con il Bambino"]) == "it"


def test_nothing_but_the_words_of_the_record_and_the_language_is_printed() -> None:
    layout = layouts()[0]
    text = label(TURNER, layout, "pl", 5).text
    assert "Norham Castle, Sunrise, ok" in text
    assert "Olej na płótnie\nLegat, 1856\nN01981" in text
