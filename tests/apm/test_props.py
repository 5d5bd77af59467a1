"""What may be said of a vendor, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.apm.pods import platform
from x2bee_constructs import NoApm, Otel, Scouter, Whatap


@pytest.mark.parametrize(("said", "meant"), [
    ("none", NoApm()), ("whatap", Whatap()), ("scouter", Scouter()), ("otel", Otel()), ({}, NoApm()),
    ({"vendor": "scouter", "disk_gib": 200}, Scouter(disk_gib=200)), (Whatap(java="2.2.58"), Whatap(java="2.2.58")),
])  # fmt: skip
def test_one_line_switches_the_vendor(said: Any, meant: Any) -> None:
    assert platform(said).apm == meant


@pytest.mark.parametrize(("said", "code", "place", "words"), [
    ("datadog", "X2B104", ("apm", "vendor"), "'none', 'whatap', 'scouter' or 'otel'"),
    ({"vendor": "otle"}, "X2B104", ("apm", "vendor"), "did you mean 'otel'"),
    ({"vendor": "scouter", "collectors": ["10.1.0.0/32"]}, "X2B440", ("apm", "collectors"), "a setting of whatap"),
    ({"java": "2.2.68"}, "X2B440", ("apm", "java"), "a setting of whatap and otel, and the vendor is none"),
    ({"vendor": "whatap", "java": "latest"}, "X2B106", ("apm", "whatap", "java"), "not latest"),
    ({"vendor": "whatap", "colectors": []}, "X2B102", ("apm", "whatap", "colectors"), "did you mean 'collectors'"),
    ({"vendor": "whatap", "collectors": []}, "X2B104", ("apm", "whatap", "collectors"), "at least 1"),
    ({"vendor": "otel", "sampling_percent": 101}, "X2B104", ("apm", "otel", "sampling_percent"), "at most 100"),
    ({"vendor": "scouter", "disk_gib": 9}, "X2B104", ("apm", "scouter", "disk_gib"), "at least 10"),
])  # fmt: skip
def test_a_fault_says_whose_setting_it_is(said: Any, code: str, place: tuple[str, ...], words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        platform(said)
    found = raised.value.errors()
    assert [(one["type"], one["loc"]) for one in found] == [(code, place)]
    assert words in found[0]["msg"]


def test_every_setting_of_another_vendor_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as raised:
        platform({"vendor": "none", "java": "2.2.68", "disk_gib": 20})
    assert [one["loc"] for one in raised.value.errors()] == [("apm", "java"), ("apm", "disk_gib")]
