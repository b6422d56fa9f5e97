"""Moving sliders and switching ablations, against deciding from scratch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backends import VisualFormat
from catalogue import Index, Record, Work
from pipeline import AbstentionConfig, Clip, Evidence, StageOutput, Video, decide, signals
from pipeline.decision import Ablations
from pipeline.decision.ensemble import joined
from pipeline.labels import SAID, Mark, MarkedLabel
from pipeline.redecide import Redecider, Skybands
from pipeline.stages.answers import LabelFields, LabelTranscription, VisualAnswer

TITLES = "Ecce Homo", "Flora", "Flora in red", "Lucrezia"
ARTISTS = "Guido Reni", "Titian", None
INDEX = Index([
    Work(f"N{n:03}", (Record(f"N{n:03}", title, artist or ""),))
    for n, (title, artist) in enumerate((t, a) for t in TITLES for a in ARTISTS)
])  # fmt: skip
FORMAT = VisualFormat("images", 8, 448, 151_200, "aspect", "even", "pil 1")
probability = st.sampled_from([None, 0.1, 0.5, 0.9, 1.0]) | st.floats(0, 1)


def answers(words: Any, likely: Any) -> Any:
    title, artist, number, seen = words
    card = "\n".join(line for line in (artist, title, number) if line)
    fields = LabelFields(title, artist, inventory=number)
    label = LabelTranscription(card, "read" if card else "none")
    return (
        StageOutput("label", "?", "w", label, (), 0.1, probability=likely[0]),
        StageOutput("label_fields", "?", "w", fields, (), 0.1, probability=likely[0]),
        StageOutput("visual", "?", "w", VisualAnswer(seen), (), 0.1, probability=likely[1]),
    )


words = st.tuples(
    st.sampled_from([*TITLES, None]),
    st.sampled_from(ARTISTS),
    st.sampled_from(["N001", "N004", None]),
    st.sampled_from([*TITLES, None]),
)
outputs = st.builds(answers, words, st.tuples(probability, probability))


def clip_of(number: int, members: list[Any]) -> Evidence:
    clip = Clip(Video(Path("v.mp4"), "ab" * 32, 99.0), float(number), number + 1.0)
    single = [
        Evidence(clip, f"model {n}", "recipe", (), said, format=FORMAT)
        for n, said in enumerate(members)
    ]
    return single[0] if len(single) == 1 else joined(single)


clips = st.lists(st.lists(outputs, min_size=1, max_size=2), min_size=1, max_size=4).map(
    lambda rows: [clip_of(number, members) for number, members in enumerate(rows)]
)
level = st.sampled_from([0.0, 0.3, 0.45]) | st.floats(0, 1)
configs = st.builds(
    AbstentionConfig,
    artist_activate=level,
    artist_accept=level,
    title_accept=level,
    token_weight=level,
    label_first=st.booleans(),
    force_visual=st.booleans(),
)
ablations = st.builds(Ablations, st.booleans(), st.booleans())


@settings(max_examples=100, deadline=None)
@given(clips, st.lists(st.tuples(configs, ablations), min_size=1, max_size=5))
def test_what_is_decided_again_is_what_would_be_decided_from_scratch(
    evidence: Any, chosen: Any
) -> None:
    redecider = Redecider(evidence, Skybands(INDEX))
    for config, on in chosen:
        read = [signals(clip, INDEX, config, on) for clip in evidence]
        assert redecider.signals(config, on) == tuple(read)
        expected = {s.id: decide(s, INDEX, config) for s in read}
        assert redecider.decide(config, on) == expected


marks_on = st.lists(
    st.none() | st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(SAID)),
    min_size=4, max_size=4,
)  # fmt: skip


def marks_of(clip: Evidence, place: Any) -> tuple[MarkedLabel, ...]:
    """A mark on each text of a clip, where the text has room for it."""
    if place is None:
        return ()
    start, end, what = min(place[:2]), max(place[:2]), place[2]
    texts = {m.answer(LabelTranscription) or LabelTranscription() for m in clip.members or (clip,)}
    fitting = sorted(t.text for t in texts if start < end <= len(t.text))
    return tuple(MarkedLabel(text, (Mark(start, end, what),)) for text in fitting)


@settings(max_examples=100, deadline=None)
@given(clips, marks_on, st.lists(st.tuples(configs, ablations), min_size=1, max_size=4))
def test_marked_clips_are_decided_as_from_scratch_and_the_others_as_before(
    evidence: Any, places: Any, chosen: Any
) -> None:
    every = Redecider(evidence, Skybands(INDEX))
    marks = {c.clip.key: marks_of(c, p) for c, p in zip(evidence, places, strict=False)}
    redecider = every.marked(marks)
    for config, on in chosen:
        redecider.prepare(config, lambda share: None, on)
        read = [signals(c, INDEX, config, on, marks[c.clip.key]) for c in evidence]
        assert redecider.signals(config, on) == tuple(read)
        expected = {s.id: decide(s, INDEX, config) for s in read}
        assert redecider.decide(config, on) == expected
        assert list(redecider.decide(config, on)) == [c.clip.key for c in evidence]
        assert every.signals(config, on) == tuple(signals(c, INDEX, config, on) for c in evidence)


def test_an_ablation_is_no_other_setting_of_the_sliders() -> None:
    """Both have one hash, so that what is decided with one must not be remembered for the other."""
    words = ("Flora", "Titian", None, None)
    redecider = Redecider([clip_of(0, [answers(words, (0.2, 0.2))])], Skybands(INDEX))
    for _ in range(2):
        (plain,) = redecider.decide(AbstentionConfig()).values()
        (ablated,) = redecider.decide(AbstentionConfig(), Ablations(probabilities=True)).values()
        assert (plain.outcome, ablated.outcome) == ("accept", "abstain")
        assert plain.config == ablated.config
