"""What the review page shows of several backends about one clip."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import builders
import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from backends.formats import VisualFormat
from pages._ui import views, views_markup, views_members, views_queue
from pages._ui.bench import version_of
from pages._ui.resources import Resources
from pages._ui.views_members import Row
from pipeline import AbstentionConfig, Decision, decide, signals
from pipeline.ensemble import joined
from pipeline.jobs import Jobs
from pipeline.stages.label import READ
from pipeline.store import Store
from pipeline.types import Evidence, StageOutput
from pipeline.workspace import Workspace

APP = Path(__file__).resolve().parents[2] / "app.py"
HARBOUR, LEMONS = ("The Harbour at Dusk", "Painter One"), ("Still Life with Lemons", "Painter Two")
NOTHING = (None, None)
WEAK = ("The Harbour Bridge", None)
FORM = VisualFormat("video", 8, 448, 151_200, "aspect", "even", "processor 1")
HOSTILE = "<script>alert(1)</script>"
Words = tuple[str | None, str | None]


def member(folder: Path, backend: str, words: Words, start: float = 0.0) -> Evidence:
    """Evidence of one backend; any but the embedded one is shown frames in a form of its own."""
    made = builders.evidence(folder, 0, *words, start=start, sighted=None)
    made = replace(made, backend=backend, recipe=f"recipe of {backend}")
    if backend == "embedded":
        return made
    text = "\n".join(word for word in words if word)
    label = {"text": text, "legible": bool(text), "tie": READ if text else "none", "why": ""}
    return said(replace(made, format=FORM), "label", raw=text or "-", parsed=json.dumps(label))


def both(folder: Path, first: Words, second: Words, start: float = 0.0) -> Evidence:
    return joined(
        [member(folder, "embedded", first, start), member(folder, "qwen2-vl", second, start)]
    )


def said(one: Evidence, stage: str, **changes: object) -> Evidence:
    """The evidence with another answer of a stage."""
    outputs = [replace(o, **changes) if o.stage == stage else o for o in one.outputs]  # type: ignore[arg-type]
    return replace(one, outputs=tuple(outputs))


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> catalogue.Catalogue:
    return catalogue.load(builders.catalogue_file(tmp_path_factory.mktemp("catalogue")))


def decided(works: catalogue.Catalogue, evidence: Evidence) -> Decision:
    config = AbstentionConfig()
    return decide(signals(evidence, config), catalogue.Index.build(works), config)


def rows(works: catalogue.Catalogue, *members: Evidence) -> list[Row]:
    evidence = joined(members)
    return views_members.rows(evidence, decided(works, evidence), works)


# In words


def test_a_row_says_which_work_and_why(works: catalogue.Catalogue, tmp_path: Path) -> None:
    sure = member(tmp_path, "embedded", HARBOUR)
    weak = member(tmp_path, "qwen2-vl", WEAK)
    silent = member(tmp_path, "videollama2", NOTHING)
    one, two, three = rows(works, sure, weak, silent)
    assert (one.name, one.work, one.tone) == ("Embedded", "The Harbour at Dusk", "good")
    assert one.why == "Identified by its artist: 0.82 over 0.38"
    assert (two.name, two.tone) == ("Qwen2-VL", "doubt")
    assert two.work == "The Harbour at Dusk"
    assert two.why.startswith("0.")
    assert ", but " in two.why
    assert (three.work, three.why, three.tone) == ("", "names no work", "")


def test_a_row_names_the_fault(works: catalogue.Catalogue, tmp_path: Path) -> None:
    formed = replace(member(tmp_path, "qwen2-vl", LEMONS), faults=("format",))
    roles = said(member(tmp_path, "videollama2", LEMONS), "label_fields", raw="assistant")
    broken = said(member(tmp_path, "new", NOTHING), "visual", error="no memory " * 100)
    first, second, third, last = rows(
        works, formed, roles, broken, member(tmp_path, "embedded", HARBOUR)
    )
    assert "frames of another form" in first.why
    assert "no real answer" in second.why
    assert (first.work, second.work) == ("", "")
    assert third.why.startswith("failed: no memory")
    assert len(third.why) < 200
    assert last.tone == "good"


def test_evidence_of_one_backend_has_no_rows(works: catalogue.Catalogue, tmp_path: Path) -> None:
    alone = member(tmp_path, "embedded", HARBOUR)
    assert views_members.rows(alone, decided(works, alone), works) == []
    assert views_members.parts(alone) == [("Embedded", alone)]


def test_two_of_one_backend_are_told_apart(tmp_path: Path) -> None:
    one, other = member(tmp_path, "qwen2-vl", HARBOUR), member(tmp_path, "embedded", HARBOUR)
    names = [name for name, _ in views_members.parts(joined([one, other, one]))]
    assert names == ["Qwen2-VL 1", "Embedded", "Qwen2-VL 2"]


def test_an_unknown_backend_keeps_its_name() -> None:
    assert views_members.backend_name("embedded+gone") == "Embedded + gone"


def test_hostile_words_stay_words() -> None:
    drawn = views_members.table([Row(HOSTILE, HOSTILE, HOSTILE, "good")])
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 3


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (HARBOUR, HARBOUR, "Two backends agree. Identified by its artist: 0.82 over 0.38"),
        (HARBOUR, NOTHING, "One backend of two names it and none contradicts. Identified by"),
        (HARBOUR, LEMONS, "Not visible: the backends name different works"),
        (WEAK, WEAK, ". Two backends point to it, but none firmly enough"),
        (NOTHING, NOTHING, "Not visible: nothing was read that a work could be matched against"),
    ],
)
def test_the_joined_reason(
    works: catalogue.Catalogue, tmp_path: Path, first: Words, second: Words, words: str
) -> None:
    assert words in views.headline(decided(works, both(tmp_path, first, second)))


def test_a_format_says_what_is_wrong(works: catalogue.Catalogue, tmp_path: Path) -> None:
    alone = replace(member(tmp_path, "qwen2-vl", HARBOUR), faults=("format",))
    assert views.headline(decided(works, alone)) == (
        "Not visible: the adapter was trained on frames of another form, so nothing is identified"
    )


def test_the_works_of_all_backends_are_there_to_choose(
    works: catalogue.Catalogue, tmp_path: Path
) -> None:
    decision = decided(works, both(tmp_path, HARBOUR, ("A lemon tree with", None)))
    assert "T-02" in [c.work for c in views.candidates(decision)]
    assert views.candidates(decision)[: len(decision.candidates)] == decision.candidates
    assert len(views.candidates(decision)) <= 4


def test_the_version_of_an_ensemble() -> None:
    embedded = version_of("embedded")
    assert embedded
    assert version_of("embedded+embedded") == f"{embedded}+{embedded}"
    assert version_of("gone+embedded") == f"+{embedded}"


# An answer in its own words


def answer(raw: str, **changes: object) -> StageOutput:
    made = StageOutput("label", "Asked", raw, json.dumps({"text": raw}), (), 0.5)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_an_answer_that_was_cut_off_says_so() -> None:
    assert "cut off after 256 tokens" in views_markup.stage("x", answer("a", tokens=256, cut=True))
    assert "cut off" not in views_markup.stage("x", answer("a", tokens=256))


def test_a_long_answer_is_shown_short_with_the_whole_folded() -> None:
    raw = "word " * 20_000 + "end"
    drawn = views_markup.stage("x", answer(raw))
    assert "All 100,003 characters" in drawn
    at_once = drawn.split("<details>")[1].split('class="ct-raw">')[1]
    assert len(at_once) < 2_000
    assert raw in drawn
    assert "All " not in views_markup.stage("x", answer("short"))


# On the page


@pytest.fixture
def bundle(tmp_path: Path) -> Resources:
    made = Resources.of(Workspace(tmp_path / "workspace"))
    return replace(made, jobs=Jobs(made.workspace, launch=lambda workspace: None))


def visit(bundle: Resources, clips: Sequence[Evidence], page: str = "review") -> AppTest:
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    store = Store(bundle.workspace.database)
    store.save(clips[0].clip.video, "joined", tuple(clips), loaded.sha256)
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.session_state["resources"] = bundle
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    return sound(app)


def html(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert "could not be drawn" not in html(app)
    return app


def test_each_backend_has_its_row_and_its_tab(bundle: Resources, tmp_path: Path) -> None:
    app = visit(bundle, [both(tmp_path, HARBOUR, LEMONS)])
    drawn = html(app)
    assert "Not visible: the backends name different works" in drawn
    assert drawn.count('class="ct-member"') == 2
    assert [tab.label for tab in app.tabs] == ["Embedded", "Qwen2-VL"]
    own = ["\n".join(str(p.proto.body) for p in tab.get("html")) for tab in app.tabs]
    assert "The Harbour at Dusk" in own[0]
    assert "Still Life with Lemons" in own[1]
    assert "The Harbour at Dusk</dd>" not in own[1]
    assert app.button(key="pick_T-01")  # the other one is ahead by more


def test_one_backend_has_neither(bundle: Resources, tmp_path: Path) -> None:
    app = visit(bundle, [member(tmp_path, "embedded", HARBOUR)])
    assert not app.tabs
    assert 'class="ct-member"' not in html(app)
    assert not [p for p in app.pills if p.key == "filter_backend"]


def test_a_blind_look_hides_what_the_backends_say(bundle: Resources, tmp_path: Path) -> None:
    bundle.desk.put(blind=True, reviewer="Ada")
    app = visit(bundle, [both(tmp_path, HARBOUR, HARBOUR)])
    assert 'class="ct-member"' not in html(app)
    app.button(key="show_scores").click().run()
    assert html(sound(app)).count('class="ct-member"') == 2


def test_the_queue_narrows_to_who_looked(bundle: Resources, tmp_path: Path) -> None:
    clips = [member(tmp_path, "embedded", HARBOUR), both(tmp_path, HARBOUR, LEMONS, start=10.0)]
    app = visit(bundle, clips)
    pills = next(p for p in app.pills if p.key == "filter_backend")
    assert list(pills.options) == ["Embedded", "Embedded + Qwen2-VL"]
    pills.set_value(["embedded+qwen2-vl"]).run()
    assert "1 shown by the filters" in html(sound(app))


def test_the_filter_of_the_queue() -> None:
    row = views_queue.Row("a", "m", 0, 1, "t", "identified", "", 0.5, 0.1, "unjudged", "a+b")
    assert views_queue.Filters(backend=("a+b",)).admits(row)
    assert not views_queue.Filters(backend=("a",)).admits(row)


def test_a_verdict_freezes_every_member(bundle: Resources, tmp_path: Path) -> None:
    bundle.desk.put(reviewer="Ada", going="stay")
    faulty = replace(member(tmp_path, "qwen2-vl", LEMONS), faults=("format",))
    clip = joined([member(tmp_path, "embedded", HARBOUR), faulty])
    app = visit(bundle, [clip])
    app.button(key=f"accept_{clip.clip.key}").click().run()
    sound(app)
    (event,) = bundle.ledger.events()
    assert (event.work, event.backend) == ("T-01", "embedded+qwen2-vl")
    assert event.backend_version == version_of("embedded+qwen2-vl")
    frozen = bundle.ledger.frozen(event)
    assert frozen.evidence == clip
    assert [m.format for m in frozen.evidence.members] == [None, FORM]
    assert frozen.evidence.members[1].faults == ("format",)
    assert [m.id for m in frozen.decision.members] == ["embedded", "qwen2-vl"]
    assert frozen.decision.members[1].guards == ("format",)
    assert not bundle.ledger.verify().problems
