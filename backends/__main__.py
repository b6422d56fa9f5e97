"""`python -m backends`: lists models, inspects a folder of weights, fetches a model."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import backends
from backends.base import BackendError, BackendUnavailable
from backends.neural.memory import estimate
from backends.neural.weights import adapters, checkpoint, copyable, hub
from backends.neural.weights.checkpoint import Checkpoint


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status: 0, or 2 when it could not do what was asked."""
    options = _parser().parse_args(arguments)
    try:
        for line in options.run(options):
            print(line)
        sys.stdout.flush()
    except BackendError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has closed its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backends", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="every backend, and what it still needs")
    listing.set_defaults(run=_list)
    listing.add_argument(
        "--models", type=Path, metavar="FOLDER", help="where weights are, one folder a backend"
    )
    inspecting = commands.add_parser("inspect", help="what a folder of weights or an adapter holds")
    inspecting.set_defaults(run=_inspect)
    inspecting.add_argument("folder", type=Path, metavar="FOLDER")
    fetching = commands.add_parser(
        "fetch",
        help="download a model: the only command that connects",
        description="Download a model from the hub (huggingface.co, or $HF_ENDPOINT): weights as "
        "safetensors, and text files. What is there already is not fetched again.",
    )
    fetching.set_defaults(run=_fetch)
    fetching.add_argument("name", metavar="NAME", help="the backend that will use it")
    fetching.add_argument("hub_id", metavar="HUB_ID", help="OWNER/MODEL on the hub")
    fetching.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    return parser


def _list(options: argparse.Namespace) -> Iterator[str]:
    for listing in backends.available(options.models):
        missing = listing.missing or _wrong(listing)
        yield f"{listing.name:<12} {'needs' if missing else 'ready':<6} {listing.label}"
        yield from (f"  {need}" for need in missing)
        if missing and listing.example:
            fetch = copyable.fetch(listing.name, listing.example, listing.folder or "FOLDER")
            yield f"  or, on a machine with internet: {fetch}"


def _wrong(listing: backends.Listing) -> tuple[str, ...]:
    """What is wrong with weights that are there."""
    if listing.folder is None or not listing.model_types:
        return ()
    try:
        checkpoint.read(listing.folder, listing.model_types)
    except BackendUnavailable as error:
        return (str(error),)
    return ()


def _inspect(options: argparse.Namespace) -> Iterator[str]:
    if (options.folder / adapters.CONFIG).is_file():
        return _adapter(adapters.read(options.folder))
    return _checkpoint(checkpoint.read(options.folder))


def _fetch(options: argparse.Namespace) -> Iterator[str]:
    by_name = {backend.name: backend for backend in backends.available() if backend.model_types}
    if options.name not in by_name:
        raise BackendUnavailable(
            f"No backend {options.name!r} takes weights. There is: {', '.join(by_name)}."
        )
    return _checkpoint(hub.fetch(options.hub_id, options.to, by_name[options.name].model_types))


def _checkpoint(model: Checkpoint) -> Iterator[str]:
    takers = [
        backend for backend in backends.available() if model.model_type in backend.model_types
    ]
    names = ", ".join(backend.name for backend in takers)
    yield f"{model.architecture} ({model.model_type}) in {model.folder}"
    yield f"  used by      {names or 'no backend here'}"
    kinds = ", ".join(sorted({tensor.dtype for tensor in model.tensors.values()}))
    size = f"{model.parameters:,} parameters, {model.bytes / 1e9:.1f} GB ({kinds})"
    yield f"  weights      {size} in {len(model.files)} files"
    yield f"  fingerprint  {model.fingerprint}"
    if model.questions:
        yield f"  trained for  questions of version {model.questions}"
    for form in [backend.format for backend in takers if backend.format]:
        tokens = estimate.visual_tokens(model, form)
        yield f"  frames       {form.frames} as {form.visual}: at most {tokens:,} tokens"
        for name, quantise in (("full", False), ("4 bits", True)):
            yield f"  {name:<12} {estimate.fit(model, form, quantise).sentence}"


def _adapter(adapter: adapters.Adapter) -> Iterator[str]:
    yield f"LoRA adapter of rank {adapter.config['r']} in {adapter.folder}"
    yield f"  fingerprint  {adapter.fingerprint}"
    yield f"  trained on   {adapter.base or 'unknown'}"
    form = adapter.format
    yield f"  frames       {f'{form.frames} as {form.visual}, {form.fit}' if form else 'unknown'}"


if __name__ == "__main__":
    sys.exit(main())
