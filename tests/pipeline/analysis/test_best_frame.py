"""The frame that shows a work best."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.analysis.best_frame import best_frame
from tests import builders


def test_best_frame_has_the_most_correspondences(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    weaker = replace(clip.sightings[0], frame=clip.frames[2].sha256, inliers=9)
    clip = replace(clip, sightings=(weaker, *clip.sightings))
    assert best_frame(clip, "T-01") == clip.frames[1]
    unseen = replace(clip, sightings=())
    assert best_frame(unseen, "T-01") == clip.frames[1]
    assert best_frame(replace(unseen, frames=()), None) is None


def test_a_frame_with_the_label_is_preferred_if_the_painting_is_still_clear(
    tmp_path: Path,
) -> None:
    clip = builders.evidence(tmp_path)
    box = {"frame": clip.frames[2].sha256, "quad": [list(corner) for corner in builders.QUAD]}
    label = builders.output("label", {"text": "x", "tie": "beside", "boxes": [box]})
    clip = replace(clip, outputs=(label, *clip.outputs[1:]))
    weaker = replace(clip.sightings[0], frame=clip.frames[2].sha256, inliers=20)
    both = replace(clip, sightings=(weaker, *clip.sightings))
    assert best_frame(both, "T-01") == clip.frames[2]
    faint = replace(clip, sightings=(replace(weaker, inliers=19), *clip.sightings))
    assert best_frame(faint, "T-01") == clip.frames[1]
