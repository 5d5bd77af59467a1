"""A public name that has moved still works, and says where it is."""

from __future__ import annotations

import pytest

import x2bee_constructs
from x2bee_constructs.handoff.check import Handoff, check_handoff


def test_a_name_that_has_moved() -> None:
    with pytest.warns(DeprecationWarning, match="check_handoff") as warned:
        found = x2bee_constructs.check_handoff
    assert found is check_handoff
    (one,) = warned
    assert one.filename == __file__, "the warning is for whoever uses the name"
    assert str(one.message) == (
        "x2bee_constructs.check_handoff is deprecated and goes with 1.0\n"
        "   = fix:  from x2bee_constructs.handoff.check import check_handoff"
    )
    with pytest.warns(DeprecationWarning, match=r"Handoff is deprecated"):
        assert x2bee_constructs.Handoff is Handoff


def test_every_moved_name_is_where_it_says() -> None:
    for name in x2bee_constructs._MOVED:
        assert name not in x2bee_constructs.__all__
        with pytest.warns(DeprecationWarning, match=name):
            assert getattr(x2bee_constructs, name).__name__ == name


def test_a_name_that_never_was() -> None:
    with pytest.raises(AttributeError, match=r"module 'x2bee_constructs' has no attribute 'nothing'"):
        _ = x2bee_constructs.nothing
    assert not hasattr(x2bee_constructs, "nothing")
