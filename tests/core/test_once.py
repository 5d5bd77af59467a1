"""What is derived of a frozen model once."""

from __future__ import annotations

import gc

import pytest

from x2bee_constructs.core.once import once
from x2bee_constructs.core.props import Props


class _Made(Props):
    name: str


@once
def _derived(model: _Made, *parts: str) -> list[str]:
    if "wrong" in parts:
        raise ValueError(model.name)
    return [model.name, *parts]


def test_a_model_and_its_arguments_give_the_very_same_again() -> None:
    model = _Made(name="a")
    assert _derived(model, "x") is _derived(model, "x")
    assert _derived(model, "y") == ["a", "y"]


def test_an_equal_model_or_a_changed_copy_is_another() -> None:
    model = _Made(name="a")
    assert _derived(model) is not _derived(_Made(name="a"))
    assert _derived(model.model_copy(update={"name": "b"})) == ["b"]


def test_nothing_is_kept_of_a_model_that_is_gone() -> None:
    for name in ("a", "b", "c"):  # the second may stand where the first stood
        assert _derived(_Made(name=name)) == [name]
        gc.collect()


def test_an_error_is_not_kept() -> None:
    model = _Made(name="a")
    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            _derived(model, "wrong")
