"""The review page and the ledger with several backends about one clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

import catalogue
from ledger import Verdict
from pages._ui.review.review_session import version_of
from pages._ui.shell.resources import Resources
from pages._ui.words import queue
from pipeline import AbstentionConfig, decide, signals
from pipeline.analysis.evidence_store import Store
from pipeline.decision.ensemble import joined
from pipeline.types import Evidence
from tests import builders
from tests.ensemble_samples import FORM, HARBOUR, LEMONS, both, member
from tests.labels_drawn import labels, titles
from tests.reviewing import filtering, introduced
from tests.visits import html, sound, visit


def reviewed(bundle: Resources, clips: Sequence[Evidence]) -> AppTest:
    """The review page with these clips to judge."""
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    store = Store(bundle.workspace.database)
    store.save(clips[0].clip.video, "joined", tuple(clips), loaded.sha256)
    return introduced(visit(bundle, "review"))


def test_each_backend_has_its_row_and_its_tab(bundle: Resources, tmp_path: Path) -> None:
    app = reviewed(bundle, [both(tmp_path, HARBOUR, LEMONS)])
    drawn = html(app)
    assert "Not visible: the backends name different works" in drawn
    assert drawn.count('class="ct-member"') == 2
    assert [tab.label for tab in app.tabs] == ["Embedded", "Qwen2-VL"]
    own = ["\n".join(str(p.proto.body) for p in tab.get("html")) for tab in app.tabs]
    assert [titles(label) for label in labels(app)] == [
        "The Harbour at Dusk", "Still Life with Lemons",
    ]  # fmt: skip
    assert "Still Life with Lemons" in own[1]
    assert "The Harbour at Dusk</dd>" not in own[1]
    assert app.button(key="pick_T-01")  # the other one is ahead by more


def test_one_backend_has_neither(bundle: Resources, tmp_path: Path) -> None:
    app = filtering(reviewed(bundle, [member(tmp_path, "embedded", HARBOUR)]))
    assert not app.tabs
    assert 'class="ct-member"' not in html(app)
    assert not [p for p in app.pills if p.key == "filter_backend"]


def test_a_blind_look_hides_the_rows_of_the_backends(bundle: Resources, tmp_path: Path) -> None:
    bundle.preferences.put(blind=True, reviewer="Ada")
    app = reviewed(bundle, [both(tmp_path, HARBOUR, HARBOUR)])
    assert 'class="ct-member"' not in html(app)
    app.button(key="show_scores").click().run()
    assert html(sound(app)).count('class="ct-member"') == 2


def test_the_queue_narrows_to_a_backend(bundle: Resources, tmp_path: Path) -> None:
    clips = [member(tmp_path, "embedded", HARBOUR), both(tmp_path, HARBOUR, LEMONS, start=10.0)]
    app = filtering(reviewed(bundle, clips))
    pills = next(p for p in app.pills if p.key == "filter_backend")
    assert list(pills.options) == ["Embedded", "Embedded + Qwen2-VL"]
    pills.set_value(["embedded+qwen2-vl"]).run()
    assert "1 pass the filters" in html(sound(app))


def test_the_filter_of_the_queue() -> None:
    row = queue.Row("a", "m", 0, 1, "t", "identified", "", 0.5, 0.1, "unjudged", "a+b")
    assert queue.Filters(backend=("a+b",)).admits(row)
    assert not queue.Filters(backend=("a",)).admits(row)


def test_where_backends_disagree_neither_work_is_proposed(
    bundle: Resources, tmp_path: Path
) -> None:
    bundle.preferences.put(reviewer="Ada", going="stay")
    clip = both(tmp_path, HARBOUR, LEMONS)
    app = reviewed(bundle, [clip])
    drawn = html(app)
    assert "Backends disagree" in drawn
    loaded = catalogue.load(bundle.workspace.demo / "catalogue.csv")
    index = catalogue.Index.build(loaded)
    decision = decide(signals(clip, index, AbstentionConfig()), index)
    row = queue.row(clip, decision, loaded, None)
    assert set(row.title.split(" or ")) == {"The Harbour at Dusk", "Still Life with Lemons"}
    assert app.button(key=f"agree_{clip.clip.key}").label == "Rightly none `A`"
    app.button(key="pick_T-01").click().run()
    sound(app)
    (event,) = bundle.ledger.events()
    assert (event.kind, event.work) == ("correct", "T-01")


def test_a_verdict_freezes_every_member(bundle: Resources, tmp_path: Path) -> None:
    bundle.preferences.put(reviewer="Ada", going="stay")
    faulty = replace(member(tmp_path, "qwen2-vl", LEMONS), faults=("format",))
    clip = joined([member(tmp_path, "embedded", HARBOUR), faulty])
    app = reviewed(bundle, [clip])
    app.button(key=f"agree_{clip.clip.key}").click().run()
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


def _ledger_line() -> None:
    """The script of a page that shows the first line of a ledger."""
    import streamlit as st

    from catalogue.versions.history import Versions
    from pages._ui.ledger import history

    ledger = st.session_state["ledger"]
    history.details(ledger, Versions(ledger.path.parent), ledger.events()[0])


def test_a_line_of_the_ledger_shows_the_answers_of_each_backend(
    bundle: Resources, tmp_path: Path
) -> None:
    clip, config = both(tmp_path, HARBOUR, LEMONS), AbstentionConfig()
    index = catalogue.Index.build(catalogue.load(builders.catalogue_file(tmp_path)))
    decision = decide(signals(clip, index, config), index, config)
    verdict = Verdict("defer", None, clip, decision, config, "0" * 64, "2+1", "Ada")
    bundle.ledger.record(verdict)
    app = AppTest.from_function(_ledger_line, default_timeout=30)
    app.session_state["ledger"] = bundle.ledger
    drawn = html(sound(app.run()))
    assert "The backends name different works" in drawn
    first, second = drawn.split('ct-caption">Qwen2-VL<')
    assert 'ct-caption">Embedded<' in first
    assert "Still Life with Lemons" not in first
    assert "Still Life with Lemons" in second
