"""Pins as a list, and what is newer than them."""

from __future__ import annotations

import pytest

from x2bee_constructs.core import versions
from x2bee_constructs.core.pins import is_newer, pins


def test_every_pin_is_in_the_list_once_with_its_source() -> None:
    made = [value for name, value in vars(versions).items() if name in versions.__all__ and isinstance(value, tuple)]
    listed = pins()
    assert len(listed) == len(made) > 25
    assert len({pin.name for pin in listed}) == len(listed)
    assert all(pin.version and pin.looked_up.startswith("20") and pin.source for pin in listed)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.2.9", "1.2.10"),
        ("1.2", "1.2.1"),
        ("1.2.0-rc.1", "1.2.0-rc.2"),
        ("1.2.0-rc.9", "1.2.0-rc.10"),
        ("1.2.0-rc.1", "v1.2.0"),
        ("v1.9.0", "2.0.0"),
    ],
)
def test_newer(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


@pytest.mark.parametrize("same", [("1.2", "1.2.0"), ("v1.2.0", "1.2.0"), ("1.2.0+build.5", "1.2.0")])
def test_the_same(same: tuple[str, str]) -> None:
    assert not is_newer(*same)
    assert not is_newer(*reversed(same))
