"""A small Qwen2-VL that knows one catalogue: `python -m training small OUT --catalogue FILE`.

It is trained from scratch in two steps. First its eyes: what is under each token of a view (wall,
a stranger, or which work), and whether that is the most prominent picture. A label for each token
teaches more from one view than one answer would. Then its words, with the eyes shut off from
further learning: the answers to the stages' own prompts, about one to eight frames.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import cos, pi
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from backends.neural.weights.checkpoint import TRAINING
from catalogue import Catalogue
from catalogue.records import Work
from pipeline.errors import PipelineError
from pipeline.media import images
from pipeline.stages import MODEL_STAGES, VERSION
from training import scratch
from training.answers import answers, corpus, prompts
from training.dialogue import dialogue, loss, thinned
from training.eyes import open_eyes
from training.views import NOTHING, STRANGER, WALLS, WORKS, Gallery, Scene, View

MOST_WORKS = 60
"""Works that a model of this size was ever tried on, and some more."""
_FRAMES = (1, 1, 2, 2, 3, 8)
"""Frames of a scene, each number as likely."""
_WALL, _STRANGE = 0.3, 2.0
"""Weights of tokens on a wall, of which there are many, and on a stranger: to take one for a work
does more harm than the reverse."""
_KEPT = (0.2, 0.8)
"""Roots of the least and largest share of a scene's tokens seen while learning to speak."""
_LONGEST = 512  # px of a reference picture, more than a view shows


@dataclass(frozen=True, slots=True)
class Lessons:
    """How long is learned. `batch` views a step for the eyes, `scenes` a step for the words."""

    eyes: int
    words: int
    batch: int = 8
    scenes: int = 4
    rate: float = 2e-3
    """Learning rate at its highest; it rises over a tenth of the steps and falls as a cosine."""

    @classmethod
    def about(cls, works: int) -> Lessons:
        """What so many works need."""
        return cls(eyes=400 + 100 * works, words=500 + 125 * works)


Report = Callable[[float, str], None]
"""Called with the share done (0..1) and a few words about what is learned."""
SIZES = scratch.Sizes(inner=1024, seen_width=128, seen_layers=2, seen_heads=4, words=2048)


def train(
    out: Path,
    catalogue: Catalogue,
    report: Report = lambda share, what: None,
    lessons: Lessons | None = None,
    seed: int = 0,
) -> Path:
    """Train on the works of `catalogue` that have a picture, into the folder `out`.

    The folder appears when all is learned. The same seed gives the same model on the same
    machine. Raises PipelineError where there is nothing to learn, too much for a model of this
    size, or something in the folder already.
    """
    if out.exists() and any(out.iterdir()):
        raise PipelineError(f"{out} is not empty. Name a folder that is, or that does not exist.")
    works = _works(catalogue)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        made = Path(folder) / out.name
        _teach(made, works, lessons or Lessons.about(len(works)), report, seed)
        os.replace(made, out)
    return out


def _teach(
    folder: Path, works: Sequence[Work], lessons: Lessons, report: Report, seed: int
) -> None:
    import torch

    gallery = Gallery([_picture(work) for work in works], seed)
    scratch.build(folder, corpus(works, list(WALLS)), SIZES, seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        pupil = _Pupil(folder, works, gallery, lessons, report)
        pupil.learn_to_see()
        pupil.learn_to_speak()
        scratch.save(pupil.model.half(), folder)
    record = {
        "prompts": VERSION, "works": [work.identifier for work in works], "seed": seed,
        "lessons": asdict(lessons),
    }  # fmt: skip
    (folder / TRAINING).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _works(catalogue: Catalogue) -> list[Work]:
    works = [work for work in catalogue.works if work.picture and work.picture.is_file()]
    if not works:
        raise PipelineError(
            f"{catalogue.path.name} names no picture that can be found, and pictures are what is "
            "learned. Add a column with paths of pictures, relative to the file."
        )
    if len(works) > MOST_WORKS:
        raise PipelineError(
            f"{catalogue.path.name} has {len(works)} works with pictures: a model this small holds "
            f"{MOST_WORKS}. Choose as many of them, or use the embedded backend."
        )
    return works


def _picture(work: Work) -> Any:
    assert work.picture is not None
    return np.ascontiguousarray(images.read(work.picture, _LONGEST)[..., ::-1])


class _Pupil:
    """A model while it learns."""

    def __init__(
        self,
        folder: Path,
        works: Sequence[Work],
        gallery: Gallery,
        lessons: Lessons,
        report: Report,
    ) -> None:
        from transformers import AutoTokenizer, Qwen2VLForConditionalGeneration
        from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import (
            Qwen2VLImageProcessorPil,
        )

        self.model: Any = Qwen2VLForConditionalGeneration.from_pretrained(folder)
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._processor: Any = Qwen2VLImageProcessorPil.from_pretrained(folder)
        self._works, self._gallery = works, gallery
        self._lessons, self._report = lessons, report
        self._kinds = WORKS + len(works)
        self._rng = np.random.default_rng(gallery.seed + 1)

    def learn_to_see(self) -> None:
        """Train the vision tower to tell what is under each token, and which picture leads.

        It learns to tell so to itself, and in words: the words of a work are near what is seen of
        it, so that the language model has little to do but to repeat them.
        """
        import torch

        visual = self.model.model.visual
        open_eyes(visual)
        reader = torch.nn.Linear(self.model.config.text_config.hidden_size, self._kinds + 1)
        words = self._words()
        parameters = [*visual.parameters(), *reader.parameters(), self.model.lm_head.weight]
        for step in self._steps(parameters, self._lessons.eyes, 0.0, 0.25, "learning to see"):
            views = [self._gallery.scene(1).views[0] for _ in range(self._lessons.batch)]
            step(self._mistaken(views, reader, words))

    def _mistaken(self, views: Sequence[View], reader: Any, words: Any) -> Any:
        """How far off the mark the eyes are about some views."""
        import torch
        from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

        features, _ = self._features(views)
        read = reader(features)
        under = torch.from_numpy(np.concatenate([view.under for view in views]))
        main = torch.from_numpy(np.concatenate([view.main for view in views])).float()
        weight = torch.ones(self._kinds)
        weight[NOTHING], weight[STRANGER] = _WALL, _STRANGE
        identity = cross_entropy(read[:, :-1], under, weight)
        leading = binary_cross_entropy_with_logits(read[:, -1], main)
        said = cross_entropy(
            self.model.lm_head(features), words[under * main.long()], reduction="none"
        )
        named = (said * (main + _WALL * (1 - main))).sum() / (main + _WALL * (1 - main)).sum()
        return identity + 0.5 * leading + named

    def _words(self) -> Any:
        """(kinds, vocabulary) how much each word belongs to what is named by it: rare ones most."""
        import torch

        size = self.model.config.text_config.vocab_size
        belongs = torch.zeros(self._kinds, size)
        belongs[NOTHING] = 1.0
        for kind, work in enumerate((None, *self._works), STRANGER):
            said = answers(work, "", False)
            for text in (said["visual"], said["description"]):
                belongs[kind, self._tokenizer(text)["input_ids"]] = 1.0
        rare = belongs / belongs[STRANGER:].sum(dim=0).clamp(min=1)
        return rare / rare.sum(dim=1, keepdim=True).clamp(min=1e-9)

    def learn_to_speak(self) -> None:
        """Train the language model to answer, with the vision tower as it is."""
        self.model.model.visual.requires_grad_(False)
        spoken = self.model.model.language_model
        for name, weight in spoken.named_parameters():
            if name.endswith("proj.weight"):  # drawn wider than a large model's
                weight.data.normal_(std=weight.shape[1] ** -0.5)
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        for step in self._steps(parameters, self._lessons.words, 0.25, 1.0, "learning to speak"):
            for _ in range(self._lessons.scenes):
                step(self._answering() / self._lessons.scenes)

    def _answering(self) -> Any:
        """The loss on some of the questions about a scene, of which a few tokens are seen."""
        import torch

        scene = self._gallery.scene(int(self._rng.choice(_FRAMES)))
        with torch.no_grad():
            features, grids = self._features(scene.views)
        whole = dialogue(self.model, self._tokenizer, grids, self._asked(scene))
        share = self._rng.uniform(*_KEPT) ** 2
        kept = torch.from_numpy(self._rng.random(len(features)) < share)
        return loss(self.model, thinned(self.model, whole, kept), features[kept])

    def _asked(self, scene: Scene) -> list[tuple[str, str]]:
        """The question for the main picture and another one, with their answers."""
        work = None if scene.work is None else self._works[scene.work]
        read = None
        if self._rng.random() < 0.5:
            read = self._works[int(self._rng.integers(len(self._works)))]
        questions, wanted = prompts(read), answers(work, scene.wall, scene.empty, read)
        others = [stage.name for stage in MODEL_STAGES if stage.name != "visual"]
        chosen = ["visual", self._rng.choice(others)]
        return [(questions[name], wanted[name]) for name in chosen]

    def _features(self, views: Sequence[View]) -> tuple[Any, Any]:
        """(tokens, width) features of the views, one after another, and their patch grids."""
        seen = self._processor([view.image for view in views], return_tensors="pt")
        grids = seen["image_grid_thw"]
        return self.model.model.visual(seen["pixel_values"], grid_thw=grids).pooler_output, grids

    def _steps(
        self, parameters: Sequence[Any], count: int, begin: float, end: float, what: str
    ) -> Iterator[Callable[[Any], None]]:
        """Once a step, a function that takes a loss; the weights change when the step ends."""
        import torch

        optimiser = torch.optim.AdamW(parameters, betas=(0.9, 0.95), weight_decay=0.01)
        for number in range(count):
            for group in optimiser.param_groups:
                group["lr"] = self._lessons.rate * _pace(number, count)
            losses: list[float] = []

            def learn(value: Any, losses: list[float] = losses) -> None:
                value.backward()
                losses.append(float(value.detach()))

            yield learn
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            share = begin + (end - begin) * (number + 1) / count
            self._report(share, f"{what}, loss {sum(losses):.3f}")


def _pace(number: int, count: int) -> float:
    """Share of the learning rate at a step: up in a tenth, then down as a cosine."""
    rise = max(1, count // 10)
    if number < rise:
        return (number + 1) / rise
    return 0.5 * (1 + cos(pi * (number - rise) / max(1, count - rise))) + 0.01
