"""`make dist` refuses what two builds make differently."""

from __future__ import annotations

import pytest

from tools.distribution import DistributionError, _same


def test_two_builds_that_differ_are_refused() -> None:
    _same({"a.whl": b"1"}, {"a.whl": b"1"}, "two builds")
    with pytest.raises(DistributionError, match=r"two builds differ: a\.whl, b\.whl"):
        _same({"a.whl": b"1"}, {"a.whl": b"2", "b.whl": b""}, "two builds")
