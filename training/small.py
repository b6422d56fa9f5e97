"""A small Qwen2-VL that knows one catalogue: `python -m training small OUT --catalogue FILE`.

It is trained from scratch in two phases. First the vision tower: what is under each token of a view
(wall, a stranger, or which work), and whether that is the most prominent picture. A label for each
token teaches more from one view than a single answer would. Then the language model, with the
vision tower frozen: the answers to the stages' own prompts, about one to eight frames.
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

from backends.neural.weights import TRAINING
from catalogue import Catalogue, Work
from console import Report, no_report
from pipeline import PipelineError
from pipeline.media import images
from pipeline.stages import MODEL_STAGES, VERSION
from training import scratch
from training.answers import answers, corpus, prompts
from training.dialogue import dialogue, loss, thinned
from training.views import NOTHING, STRANGER, WALLS, WORKS, Gallery, Scene, View
from training.vision_init import initialise

MOST_WORKS = 60
"""Works that a model of this size is allowed: some more than it was tried on."""
_FRAMES = (1, 1, 2, 2, 3, 8)
"""Frames in a scene, each entry equally likely."""
_WALL, _STRANGE = 0.3, 2.0
"""Weights of tokens on a wall, which are many, and on a stranger: to take a stranger for a work
does more harm than the reverse."""
_TOKEN_SHARE = (0.2, 0.8)
"""Square roots of the least and largest share of a scene's tokens in the language phase."""
_LONGEST = 512  # px of a reference picture, more than a view shows


@dataclass(frozen=True, slots=True)
class Schedule:
    """Steps in the `vision` phase, of `batch` views, and in the `language` phase, of `scenes`."""

    vision: int
    language: int
    batch: int = 8
    scenes: int = 4
    rate: float = 2e-3
    """Highest learning rate; it rises over a tenth of the steps and falls as a cosine."""

    @classmethod
    def about(cls, works: int) -> Schedule:
        """The steps that this many works need."""
        return cls(vision=400 + 100 * works, language=500 + 125 * works)


SIZES = scratch.Sizes(
    inner=1024, vision_width=128, vision_layers=2, vision_heads=4, vocabulary=2048
)


def train(
    out: Path,
    catalogue: Catalogue,
    report: Report = no_report,
    schedule: Schedule | None = None,
    seed: int = 0,
) -> Path:
    """Train on the works of `catalogue` that have a picture, into the folder `out`.

    The folder appears when the training is complete. The same seed gives the same model on the
    same machine. Raises PipelineError if no work has a picture, if there are too many works for
    a model of this size, or if the folder is not empty.
    """
    if out.exists() and any(out.iterdir()):
        raise PipelineError(f"{out} is not empty. Name an empty folder, or a new one.")
    works = _works(catalogue)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        unfinished = Path(folder) / out.name
        _train(unfinished, works, schedule or Schedule.about(len(works)), report, seed)
        os.replace(unfinished, out)
    return out


def _train(
    folder: Path, works: Sequence[Work], schedule: Schedule, report: Report, seed: int
) -> None:
    import torch

    gallery = Gallery([_picture(work) for work in works], seed)
    scratch.build(folder, corpus(works, list(WALLS)), SIZES, seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = _Training(folder, works, gallery, schedule, report)
        model.train_vision()
        model.train_language()
        scratch.save(model.model.half(), folder)
    record = {
        "prompts": VERSION, "works": [work.identifier for work in works], "seed": seed,
        "schedule": asdict(schedule),
    }  # fmt: skip
    (folder / TRAINING).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _works(catalogue: Catalogue) -> list[Work]:
    works = [work for work in catalogue.works if work.picture and work.picture.is_file()]
    if not works:
        raise PipelineError(
            f"{catalogue.path.name} names no picture that can be found, and a model learns from "
            "pictures. Add a column with paths of pictures, relative to the file."
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


class _Training:
    """A model in training, with its material and schedule."""

    def __init__(
        self,
        folder: Path,
        works: Sequence[Work],
        gallery: Gallery,
        schedule: Schedule,
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
        self._schedule, self._report = schedule, report
        self._classes = WORKS + len(works)
        self._rng = np.random.default_rng(gallery.seed + 1)

    def train_vision(self) -> None:
        """Train the vision tower to classify each token, and to find the most prominent picture.

        It is also trained on words through the output embedding: the features of a work then lie
        near its words, and the language model has little more to do than to repeat them.
        """
        import torch

        visual = self.model.model.visual
        initialise(visual)
        classifier = torch.nn.Linear(self.model.config.text_config.hidden_size, self._classes + 1)
        words = self._words()
        parameters = [*visual.parameters(), *classifier.parameters(), self.model.lm_head.weight]
        what = "training the vision tower"
        for step in self._steps(parameters, self._schedule.vision, 0.0, 0.25, what):
            views = [self._gallery.scene(1).views[0] for _ in range(self._schedule.batch)]
            step(self._vision_loss(views, classifier, words))

    def _vision_loss(self, views: Sequence[View], classifier: Any, words: Any) -> Any:
        """The loss over the tokens of some views: class, prominence and words."""
        import torch
        from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

        features, _ = self._features(views)
        logits = classifier(features)
        under = torch.from_numpy(np.concatenate([view.under for view in views]))
        main = torch.from_numpy(np.concatenate([view.main for view in views])).float()
        weight = torch.ones(self._classes)
        weight[NOTHING], weight[STRANGER] = _WALL, _STRANGE
        identity = cross_entropy(logits[:, :-1], under, weight)
        leading = binary_cross_entropy_with_logits(logits[:, -1], main)
        of_words = cross_entropy(
            self.model.lm_head(features), words[under * main.long()], reduction="none"
        )
        share = main + _WALL * (1 - main)
        return identity + 0.5 * leading + (of_words * share).sum() / share.sum()

    def _words(self) -> Any:
        """(classes, vocabulary) distribution of the words of each class, rare words weighted up."""
        import torch

        size = self.model.config.text_config.vocab_size
        belongs = torch.zeros(self._classes, size)
        belongs[NOTHING] = 1.0
        for number, work in enumerate((None, *self._works), STRANGER):
            texts = answers(work, "", False)
            for text in (texts["visual"], texts["description"]):
                belongs[number, self._tokenizer(text)["input_ids"]] = 1.0
        rare = belongs / belongs[STRANGER:].sum(dim=0).clamp(min=1)
        return rare / rare.sum(dim=1, keepdim=True).clamp(min=1e-9)

    def train_language(self) -> None:
        """Train the language model to answer, with the vision tower frozen."""
        self.model.model.visual.requires_grad_(False)
        language = self.model.model.language_model
        for name, weight in language.named_parameters():
            if name.endswith("proj.weight"):  # 0.02, the default, suits a large model
                weight.data.normal_(std=weight.shape[1] ** -0.5)
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        what = "training the language model"
        for step in self._steps(parameters, self._schedule.language, 0.25, 1.0, what):
            for _ in range(self._schedule.scenes):
                step(self._language_loss() / self._schedule.scenes)

    def _language_loss(self) -> Any:
        """The loss on two questions about a scene, of which a share of the tokens is seen."""
        import torch

        scene = self._gallery.scene(int(self._rng.choice(_FRAMES)))
        with torch.no_grad():
            features, grids = self._features(scene.views)
        whole = dialogue(self.model, self._tokenizer, grids, self._pairs(scene))
        share = self._rng.uniform(*_TOKEN_SHARE) ** 2
        selected = torch.from_numpy(self._rng.random(len(features)) < share)
        return loss(self.model, thinned(self.model, whole, selected), features[selected])

    def _pairs(self, scene: Scene) -> list[tuple[str, str]]:
        """The question of the visual stage and another at random, with their answers."""
        work = None if scene.work is None else self._works[scene.work]
        read = None
        if self._rng.random() < 0.5:
            read = self._works[int(self._rng.integers(len(self._works)))]
        questions, replies = prompts(read), answers(work, scene.wall, scene.empty, read)
        others = [stage.name for stage in MODEL_STAGES if stage.name != "visual"]
        chosen = ["visual", self._rng.choice(others)]
        return [(questions[name], replies[name]) for name in chosen]

    def _features(self, views: Sequence[View]) -> tuple[Any, Any]:
        """(tokens, width) features of the views, one after the other, and their patch grids."""
        inputs = self._processor([view.image for view in views], return_tensors="pt")
        grids = inputs["image_grid_thw"]
        return self.model.model.visual(inputs["pixel_values"], grid_thw=grids).pooler_output, grids

    def _steps(
        self, parameters: Sequence[Any], count: int, begin: float, end: float, what: str
    ) -> Iterator[Callable[[Any], None]]:
        """For each step a function that takes a loss; the weights are updated after the step."""
        import torch

        optimiser = torch.optim.AdamW(parameters, betas=(0.9, 0.95), weight_decay=0.01)
        for number in range(count):
            for group in optimiser.param_groups:
                group["lr"] = self._schedule.rate * _rate_share(number, count)
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


def _rate_share(number: int, count: int) -> float:
    """Share of the highest learning rate at a step: up over a tenth, then down as a cosine."""
    rise = max(1, count // 10)
    if number < rise:
        return (number + 1) / rise
    return 0.5 * (1 + cos(pi * (number - rise) / max(1, count - rise))) + 0.01
