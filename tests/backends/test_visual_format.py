"""The form of frames: its fingerprint, and how it is read again."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends import VisualFormat

FORMS = st.builds(
    VisualFormat,
    visual=st.sampled_from(["images", "video"]),
    frames=st.integers(1, 64),
    longest=st.integers(28, 4000),
    pixels=st.integers(784, 10**7),
    fit=st.sampled_from(["aspect", "squash", "pad"]),
    sampling=st.text(max_size=9),
    processor=st.text(max_size=9),
)


@given(form=FORMS, other=FORMS)
def test_two_formats_share_a_fingerprint_only_if_nothing_differs(
    form: VisualFormat, other: VisualFormat
) -> None:
    again = VisualFormat.of(json.loads(json.dumps(asdict(form))))
    assert again == form
    assert again.fingerprint == form.fingerprint
    assert (form.fingerprint == other.fingerprint) == (not form.differences(other))


@given(
    form=FORMS,
    name=st.sampled_from([field.name for field in fields(VisualFormat)]),
    value=st.one_of(st.none(), st.booleans(), st.floats(), st.lists(st.integers(), max_size=1)),
)
def test_a_format_that_is_not_whole_is_refused(
    form: VisualFormat, name: str, value: object
) -> None:
    values = asdict(form)
    for odd in ({**values, name: value}, {**values, "more": 1}, [values], value):
        with pytest.raises(ValueError, match="visual format"):
            VisualFormat.of(odd)
    del values[name]
    with pytest.raises(ValueError, match="visual format"):
        VisualFormat.of(values)
