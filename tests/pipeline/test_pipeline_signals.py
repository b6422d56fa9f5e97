"""What of the evidence a decision may rest on."""

import json
from pathlib import Path

import pytest

from pipeline import AbstentionConfig, Clip, Evidence, StageOutput, Video, signals
from pipeline.stages import label_fields

LABEL = {"text": "Guido Reni / Ecce Homo", "legible": True, "tie": "beside", "why": ""}
FIELDS = {"title": "Ecce Homo", "artist": "Guido Reni", "subject": None, "inventory": "46"}
VISUAL = {"title": "Flora", "artist": "Cignani", "subject": "a woman"}


def output(stage, parsed, raw=None, prompt="Which painting is this?", error=None):
    text = json.dumps(parsed)
    return StageOutput(stage, prompt, text if raw is None else raw, text, (), 0.1, error)


def evidence(label=LABEL, fields=FIELDS, visual=VISUAL, **raw):
    stages = {"label": label, "label_fields": fields, "visual": visual}
    outputs = [
        output(n, parsed, raw.get(f"{n}_raw")) for n, parsed in stages.items() if parsed is not None
    ]
    clip = Clip(Video(Path("v.mp4"), "ab" * 32, 9.0), 0.0, 9.0)
    return Evidence(clip, "fake", "recipe", (), tuple(outputs))


def read(one, **config):
    found = signals(one, AbstentionConfig(**config))
    return found.title, found.artist, found.subject


def test_the_label_leads_and_the_painting_fills_what_it_does_not_say():
    assert read(evidence()) == (("Ecce Homo",), ("Guido Reni",), ("a woman",))


def test_without_label_first_the_painting_leads_and_the_label_fills():
    silent = {"title": None, "artist": "Cignani", "subject": None}
    assert read(evidence(), label_first=False) == (("Flora",), ("Cignani",), ("a woman",))
    found = read(evidence(visual=silent), label_first=False)
    assert found == (("Ecce Homo",), ("Cignani",), ())


def test_force_visual_adds_the_painting_to_the_label():
    both = (("Ecce Homo", "Flora"), ("Guido Reni", "Cignani"), ("a woman",))
    assert read(evidence(), force_visual=True) == both


def test_force_visual_changes_nothing_where_the_painting_leads():
    assert read(evidence(), force_visual=True, label_first=False) == read(
        evidence(), label_first=False
    )


def test_the_same_words_count_once():
    assert read(evidence(visual=FIELDS), force_visual=True)[0] == ("Ecce Homo",)


@pytest.mark.parametrize("tie", ["beside", "confirmed", "alone"])
def test_a_label_that_hangs_with_the_painting_names_it(tie):
    assert read(evidence(label={**LABEL, "tie": tie}))[0] == ("Ecce Homo",)


@pytest.mark.parametrize(
    "label",
    [
        None,
        {**LABEL, "tie": "elsewhere"},
        {**LABEL, "tie": "none"},
        {**LABEL, "legible": False},
        {"text": "Ecce Homo"},
        ["not an object"],
    ],
)
@pytest.mark.parametrize("label_first", [True, False])
def test_any_other_label_never_does(label, label_first):
    one = evidence(label=label, visual={"title": None, "artist": None, "subject": "a man"})
    assert read(one, label_first=label_first, force_visual=True) == ((), (), ("a man",))


def test_a_stage_that_failed_says_nothing():
    one = evidence(fields=None)
    failed = output("label_fields", FIELDS, error="out of memory")
    one = Evidence(one.clip, one.backend, one.recipe, (), (*one.outputs, failed))
    assert read(one)[0] == ("Flora",)


def test_uncertain_answers_are_dropped_before_a_source_is_chosen():
    one = evidence(fields={**FIELDS, "title": "forse Ecce Homo"})
    assert read(one)[0] == ("Flora",)
    assert read(one, strict_abstention=False)[0] == ("forse Ecce Homo",)


@pytest.mark.parametrize("parsed", [None, 3, [], "text", {}, {"title": 3, "artist": ["x"]}])
def test_odd_answers_say_nothing(parsed):
    assert read(evidence(fields=parsed, visual=parsed)) == ((), (), ())


def test_signals_carry_the_key_of_the_clip():
    one = evidence()
    assert signals(one, AbstentionConfig()).id == one.clip.key


# Answers that are no answers

PROMPT = "Which painting is the main one in these frames? Answer with one JSON object."


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("assistant\nassistant\nuser", None),
        ("<|im_start|>assistant", None),
        ('{"title": "assistant"}', "assistant"),
        ("Flora Flora " * 20, "Flora Flora"),
        ("the lady of the lake and " * 4, "the lady of the lake"),
        (PROMPT, "Which painting is the main one"),
        (f"{PROMPT} Flora", "Flora"),
    ],
)
def test_role_tokens_echoes_and_loops_are_faults(raw, title):
    visual = output("visual", {"title": title, "artist": None, "subject": None}, raw, PROMPT)
    one = Evidence(evidence().clip, "fake", "recipe", (), (visual,))
    assert signals(one, AbstentionConfig()).faults == ("degenerate",)


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(VISUAL),
        "",
        '{"title": null, "artist": null, "subject": null, "inventory": null}',
        "Madonna col Bambino; Madonna col Bambino; Madonna col Bambino",
        "The user of this room was an assistant of Titian",
    ],
)
def test_ordinary_answers_are_none(raw):
    assert signals(evidence(visual=VISUAL, visual_raw=raw), AbstentionConfig()).faults == ()
    visual = output("visual", VISUAL, raw, PROMPT)
    one = Evidence(evidence().clip, "fake", "recipe", (), (visual,))
    assert signals(one, AbstentionConfig()).faults == ()


def test_an_empty_form_that_the_prompt_shows_is_no_echo():
    nothing = dict.fromkeys(("title", "artist", "subject", "inventory_number", "language"))
    prompt = f"Answer as in {json.dumps(nothing)}, with null for what you do not know."
    one = Evidence(evidence().clip, "f", "r", (), (output("visual", nothing, prompt=prompt),))
    assert signals(one, AbstentionConfig()).faults == ()


def test_words_of_a_label_that_the_prompt_repeats_are_no_echo():
    prompt = label_fields.prompt({"label": LABEL})
    outputs = output("label", LABEL), output("label_fields", FIELDS, json.dumps(FIELDS), prompt)
    one = Evidence(evidence().clip, "fake", "recipe", (), outputs)
    assert signals(one, AbstentionConfig()).faults == ()


def test_a_broken_source_that_is_not_listened_to_does_no_harm():
    subject = {**FIELDS, "subject": "a man"}
    one = evidence(fields=subject, visual={"title": "user"}, visual_raw="user")
    assert signals(one, AbstentionConfig()).faults == ()
    assert signals(one, AbstentionConfig(force_visual=True)).faults == ("degenerate",)
