"""Every parser takes time that grows with its text, whatever is in it, and little of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from benchmark.faults.cost import cost
from benchmark.faults.doors import doors
from benchmark.faults.functions import functions
from benchmark.faults.repeats import REPEATS, Repeat

PARSERS = (
    "catalogue.authorities.recognised",
    "catalogue.columns.mapping.labels",
    "catalogue.columns.names.map_columns",
    "catalogue.dates.span",
    "catalogue.formats.dialect.detected_dialect",
    "catalogue.matching.counterparts.alike_words",
    "catalogue.matching.numbers.fold",
    "catalogue.normalise.artist_aliases",
    "catalogue.normalise.normalise",
    "catalogue.normalise.title_aliases",
    "catalogue.quality.artist_names.people",
    "catalogue.quality.artist_names.same_person",
    "backends.embedded.labels.line_kinds.kind",
    "backends.embedded.labels.line_kinds.split_life",
    "pipeline.decision.label_support.supported",
    "pipeline.labels.clauses.clauses",
    "pipeline.labels.lexicon.phrases",
    "pipeline.stages.degenerate.degenerate",
    "pipeline.stages.label.parse",
    "pipeline.stages.lenient_json.objects",
    "pipeline.stages.prompt_injection.quoted",
    "pipeline.stages.summary.parse",
    "agreement with a reference",
    "LIDO, artist",
)
WORST = (
    Repeat("a"), Repeat(" "), Repeat("a "), Repeat("("), Repeat(" ", head="("), Repeat("*"),
    Repeat("\u0301", head="a"), Repeat("IV "), Repeat("Aa Bb, "), Repeat("1900-"), Repeat("https://a.b/"),
    Repeat("</s>"), Repeat("\ufdfa"), Repeat(";"), Repeat("\n"), Repeat("a\n"), Repeat('{"'),
    Repeat('{"a":"b" '), Repeat(" ", head='{"a":"b"'),
)  # fmt: skip
CALLS = functions() | doors()
MIDDLE, LARGE = 200_000, 1_000_000
NOTICEABLE = 0.1
"""CPU seconds below which a ratio is noise: so little may be spent on the largest text."""
LINEAR = 10
"""Five times the text, and room for a busy machine."""


def spent(call: Callable[[str], object], text: str) -> float:
    """CPU seconds, without those of the garbage collector: they depend on all that is in memory."""
    gc.disable()
    try:
        start = time.process_time()
        call(text)
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("name", PARSERS)
def test_five_times_the_text_takes_less_than_ten_times_as_long(name: str) -> None:
    for repeat in WORST:
        assert is_linear(CALLS[name], repeat), repeat.name


@pytest.mark.parametrize(
    ("name", "repeat"),
    [("label of the embedded backend", Repeat("a, ")),
     ("label of the embedded backend", Repeat("a\n")),
     ("vocabulary of a reference", Repeat(" ", head="("))],
)  # fmt: skip
def test_what_once_grew_with_the_square_of_its_text(name: str, repeat: Repeat) -> None:
    CALLS[name]("Flora")  # loads what it needs
    assert is_linear(CALLS[name], repeat)


def is_linear(call: Callable[[str], object], repeat: Repeat) -> bool:
    """Whether five times the text takes less than ten times as long, or next to nothing."""
    middle, large = repeat.text(MIDDLE), repeat.text(LARGE)
    longest = spent(call, large)
    if longest <= NOTICEABLE:
        return True
    shortest = min(spent(call, middle) for _ in range(3))
    longest = min(longest, *(spent(call, large) for _ in range(2)))
    return longest < LINEAR * shortest or longest < NOTICEABLE


def test_an_answer_of_a_megabyte_of_braces_is_parsed_to_nothing() -> None:
    from pipeline.stages.label_fields import parse

    assert parse('{"' * 500_000).title is None
    assert parse('{"title": "Flora"}' + " " * 1_000_000).title == "Flora"


def quadratic(text: str) -> int:
    return sum(1 for n in range(len(text) // 200) if text[n:].count("b"))


def test_the_walk_sees_what_grows_faster_than_its_text() -> None:
    grown = cost(quadratic, Repeat("a").text, limit=5)
    assert grown.growth > LINEAR or grown.ending.startswith("stopped")
    plain = cost(len, Repeat("a").text, limit=5)
    assert (len(plain.seconds), plain.ending, plain.worst < 1) == (3, "", True)


def test_a_call_that_does_not_end_is_stopped_and_one_that_refuses_is_named() -> None:
    def endless(text: str) -> None:
        while True:
            pass

    stopped = cost(endless, Repeat("a").text, limit=1)
    assert (stopped.seconds, stopped.ending) == ((), "stopped after 1 s or 4 GiB")
    assert cost(int, Repeat("a").text, limit=5).ending == "ValueError"


def test_the_walk_finds_parsers_by_their_annotations() -> None:
    assert {"catalogue.normalise.normalise", "pipeline.stages.visual.parse"} <= functions().keys()
    assert "catalogue.loading.guess_columns._is_name" in functions(private=True)
    assert {repeat.text(7)[-1] for repeat in REPEATS.values() if repeat.tail == "!"} == {"!"}
