"""What models took on this machine, remembered from job to job."""

from __future__ import annotations

from backends import Choice
from jobs import Rates, RateStore
from pipeline import codec
from pipeline.analysis.rates import LOADING, UNKNOWN, added


def rates_of(store: RateStore, choice: Choice, expected: Rates = UNKNOWN) -> Rates:
    """What a model took with these settings; loading counts whatever its settings are."""
    loading = store.read(_weights(choice)) or expected
    rates = store.read(codec.dumps(choice)) or expected
    seconds = loading.mean(LOADING)
    return rates if seconds is None else added(rates, LOADING, seconds)


def remember(store: RateStore, choice: Choice, rates: Rates) -> None:
    """Raises StorageError."""
    names = {codec.dumps(choice): rates}
    if (seconds := rates.mean(LOADING)) is not None:
        names[_weights(choice)] = added(Rates(), LOADING, seconds)
    store.write(names)


def _weights(choice: Choice) -> str:
    """What a model's loading depends on."""
    return "loading " + codec.dumps(Choice(choice.backend, choice.model, choice.quantise))
