"""What a verdict freezes of a model: formats, faults, members; and what older ledgers hold."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from backends import VisualFormat
from ledger import Ledger
from ledger.freeze import thaw
from pipeline import codec
from pipeline.decision import Ablations
from pipeline.decision.config import AbstentionConfig, Guards
from tests.ledger_samples import decision, evidence, verdict


def test_members_formats_and_faults_are_frozen(ledger: Ledger) -> None:
    form = VisualFormat("video", 8, 448, 151_200, "aspect", "even", "processor 1")
    cut = replace(evidence().outputs[0], tokens=256, cut=True)
    other = replace(evidence(), backend="other", format=form, faults=("format",), outputs=(cut,))
    whole = replace(evidence(), backend="embedded+other", members=(evidence(), other))
    single = decision(AbstentionConfig())
    agreed = replace(single, members=(replace(single, id="embedded"), replace(single, id="other")))
    event = ledger.record(verdict(evidence=whole, decision=agreed, backend_version="1.0+2"))

    assert (event.backend, event.backend_version) == ("embedded+other", "1.0+2")
    frozen = ledger.frozen(event)
    assert (frozen.evidence, frozen.decision) == (whole, agreed)
    assert frozen.evidence.members[1].format == form
    assert ledger.verify().ok


def test_evidence_that_an_older_version_froze_is_still_read(tmp_path: Path) -> None:
    older = {
        "evidence": codec.plain(evidence()),
        "decision": codec.plain(decision(AbstentionConfig())),
    }
    for name in ("format", "faults", "members"):
        del older["evidence"][name]
    for name in ("tokens", "cut"):
        del older["evidence"]["outputs"][0][name]
    del older["decision"]["members"]
    settings = {"parameters": AbstentionConfig().to_dict(), "guards": asdict(Guards())}
    texts = [json.dumps(value) for value in (older["evidence"], older["decision"], settings)]
    thawed = thaw(texts[0], texts[1], texts[2], tmp_path)
    assert thawed.evidence == evidence()
    assert thawed.decision == decision(AbstentionConfig())
    assert thawed.ablations == Ablations()
