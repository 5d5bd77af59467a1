"""Schedules in words: what they mean to Cronicle, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.batch.schedules.props import Schedule


def _schedule(**said: Any) -> Schedule:
    return Schedule.model_validate({"service": "x2bee-batch-mbod", "job": "settlement", **said})


@pytest.mark.parametrize(
    ("said", "wire", "guard"),
    [
        ({"at": "02:00"}, {"minutes": [0], "hours": [2]}, ""),
        ({"at": ["02:30", "14:30"]}, {"minutes": [30], "hours": [2, 14]}, ""),
        ({"every": 10}, {"minutes": [0, 10, 20, 30, 40, 50]}, ""),
        ({"every": 60}, {"minutes": [0]}, ""),
        ({"every": 360}, {"minutes": [0], "hours": [0, 6, 12, 18]}, ""),
        ({"every": 1440}, {"minutes": [0], "hours": [0]}, ""),
        ({"every": 1}, {"minutes": list(range(60))}, ""),
        ({"at": "02:00", "weekdays": ["fri", "sun"]}, {"minutes": [0], "hours": [2], "weekdays": [0, 5]}, ""),
        ({"at": "02:00", "weekdays": "mon"}, {"minutes": [0], "hours": [2], "weekdays": [1]}, ""),
        ({"at": "02:00", "days": 1}, {"minutes": [0], "hours": [2], "days": [1]}, ""),
        ({"at": "02:00", "days": "last"}, {"minutes": [0], "hours": [2], "days": [28, 29, 30, 31]}, "last"),
        (
            {"at": "02:00", "days": [1, "last"], "months": [3, 4]},
            {"minutes": [0], "hours": [2], "days": [1, 30, 31], "months": [3, 4]},
            "1,last",
        ),
        (
            {"at": "02:00", "days": "last", "months": [12, 1]},
            {"minutes": [0], "hours": [2], "days": [31], "months": [1, 12]},
            "",
        ),
        ({"timing": {"minutes": [0, 30], "hours": [9, 10]}}, {"minutes": [0, 30], "hours": [9, 10]}, ""),
        (
            {"timing": {"minutes": [0], "days": [13], "weekdays": [5]}},
            {"minutes": [0], "days": [13], "weekdays": [5]},
            "",
        ),
        ({"on_demand": True}, None, ""),
    ],
)
def test_words_are_cronicles_lists(said: dict[str, Any], wire: dict[str, list[int]] | None, guard: str) -> None:
    found = _schedule(**said)
    assert (found.wire(), found.guard) == (wire, guard)


@pytest.mark.parametrize(
    ("said", "code", "place", "text"),
    [
        ({}, "X2B512", (), "it does not say when"),
        ({"timing": {}}, "X2B512", ("timing", "minutes"), "every minute"),
        ({"timing": {"hours": [2]}}, "X2B512", ("timing", "minutes"), "every minute"),
        ({"at": "02:00", "every": 10}, "X2B513", ("every",), "two ways to say when"),
        ({"timing": {"minutes": [0]}, "weekdays": ["mon"]}, "X2B513", ("weekdays",), "no meaning beside 'timing'"),
        ({"every": 7}, "X2B514", ("every",), "does not come out even"),
        ({"every": 90}, "X2B514", ("every",), "does not come out even"),
        ({"at": ["02:00", "14:30"]}, "X2B515", ("at",), "also run it at 02:30, 14:00"),
        ({"at": "02:00", "days": [1], "weekdays": ["mon"]}, "X2B516", ("weekdays",), "must both match"),
        ({"at": "02:00", "days": [31], "months": [4]}, "X2B517", ("days",), "has a day 31"),
        ({"at": "02:00", "timezone": "Asia/Seoull"}, "X2B511", ("timezone",), "did you mean 'Asia/Seoul'"),
        ({"at": "2:00"}, "X2B106", ("at", 0), "'2:00'"),
        ({"at": "02:00", "notify": {"failure": ["a+b@acme.kr"]}}, "X2B106", ("notify", "failure", 0), "a+b@acme.kr"),
        ({"at": "02:00", "title": "<b>"}, "X2B106", ("title",), "<b>"),
    ],
)
def test_traps_are_refused_with_their_reason(
    said: dict[str, Any], code: str, place: tuple[str, ...], text: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        _schedule(**said)
    found = [(one["type"], one["loc"], one["msg"]) for one in caught.value.errors()]
    assert [(kind, where) for kind, where, _ in found] == [(code, place)]
    assert text in found[0][2]
