"""A workspace full of clips, some of them judged, to time the app on."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import catalogue
from benchmark.misreading import misread, turned
from ledger import Ledger, Verdict
from pipeline import AbstentionConfig, Decision, Evidence, codec
from pipeline.analysis import Store
from pipeline.redecide import Redecider, SkybandCache, Skybands
from pipeline.stages import VisualAnswer
from storage import Workspace


def fill(store: Store, evidence: Iterator[Evidence], clips: int, catalogue_sha256: str) -> None:
    """Save this many clips, each as if it came from a video of its own."""
    for number, clip in enumerate(itertools.islice(evidence, clips)):
        sha256 = hashlib.sha256(f"{number} {clip.clip.video.sha256}".encode()).hexdigest()
        video = replace(clip.clip.video, sha256=sha256)
        copied = replace(clip, clip=replace(clip.clip, video=video))
        store.save(video, clip.recipe, (copied,), catalogue_sha256)


def showing(originals: Sequence[Evidence], works: Sequence[catalogue.Work]) -> Iterator[Evidence]:
    """Endless copies of the evidence, each as if it showed a work of the catalogue."""
    rng = random.Random(0)
    for original in itertools.cycle(originals):
        work, seen = rng.choice(works), original.output("visual")
        if seen is None:
            raise SystemExit("The evidence is not of the embedded backend.")
        answer = VisualAnswer(
            misread(work.title, rng), turned(work.artist), misread(work.subject, rng)
        )
        outputs = (replace(seen, raw=codec.answer_text(answer), parsed=answer),)
        clip = replace(original.clip, focus=None)
        yield replace(original, clip=clip, outputs=outputs, sightings=())


def judge(workspace: Workspace, collection: catalogue.Catalogue, count: int) -> None:
    """Say of the first `count` clips that the machine is right."""
    index = catalogue.Index.build(collection)
    skybands = Skybands(index, SkybandCache(workspace.prepared, collection.sha256))
    clips = Store(workspace.database).everything(collection.sha256).evidence
    stored, config = Redecider(clips, skybands), AbstentionConfig()
    decisions = stored.decide(config)
    some = list(stored.by_key.items())[:count]
    verdicts = [_right(clip, decisions[key], config, collection) for key, clip in some]
    Ledger(workspace.database).record_many(verdicts, {key: 0 for key, _ in some})


def _right(
    clip: Evidence, decision: Decision, config: AbstentionConfig, collection: catalogue.Catalogue
) -> Verdict:
    best = decision.candidate if decision.accepted else None
    work = collection[best.work] if best else None
    return Verdict(
        kind="accept" if work else "nothing",
        work=work.identifier if work else None,
        evidence=clip,
        decision=decision,
        config=config,
        catalogue_sha256=collection.sha256,
        backend_version="",
        reviewer="Benchmark",
        title=work.title if work else "",
        artist=work.artist if work else "",
    )
