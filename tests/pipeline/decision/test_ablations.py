"""Ablations as a person switches them on."""

from __future__ import annotations

from argparse import ArgumentParser

from pipeline.decision import ABLATIONS, Ablations


def given(*words: str) -> Ablations:
    parser = ArgumentParser()
    Ablations.add_options(parser)
    return Ablations.of(parser.parse_args(words))


def test_none_is_on_unless_its_option_is_given() -> None:
    assert given() == Ablations()
    assert Ablations().on == ()
    for spec in ABLATIONS:
        on = given(spec.option)
        assert getattr(on, spec.name) is True
        assert on.on == (spec,)


def test_the_option_of_the_probabilities_has_its_name() -> None:
    assert given("--use-probabilities") == Ablations(probabilities=True)
