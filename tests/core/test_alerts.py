"""An alert is whole or it is refused: a name, an owner, and a runbook with every chapter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.core.alert_rules import alert_group, alert_rule
from x2bee_constructs.core.alerts import RUNBOOKS, Alert, Runbook, RunbookBase

BOOK = Runbook(means="It is so.", impact="All.", causes=("one",), look=("there",), act=("this",))
ALERT = Alert(
    name="GiftsAreLate", area="gifts", severity="critical", expr="late > 1", lasts="5m", summary="late", runbook=BOOK
)


def test_a_rule_says_who_is_called_how_urgently_and_where_to_read_on() -> None:
    made = alert_rule(replace(ALERT, service="x2bee-api-gift", owner="gift", labels={"sync": "a"}), "https://b.kr/r")
    assert made.to_wire() == {
        "alert": "GiftsAreLate",
        "expr": "late > 1",
        "for": "5m",
        "labels": {"owner": "gift", "service": "x2bee-api-gift", "severity": "critical", "sync": "a"},
        "annotations": {
            "description": "late",
            "runbook_url": "https://b.kr/r/GiftsAreLate.md",
            "summary": "late",
        },
    }


def test_without_a_place_the_path_in_the_repository_is_shown() -> None:
    (rule,) = alert_group("gifts", [ALERT]).to_wire()["rules"]
    assert rule["annotations"]["runbook_url"] == f"{RUNBOOKS}/GiftsAreLate.md"
    assert "service" not in rule["labels"]
    assert rule["labels"]["owner"] == "platform"


def test_an_own_label_never_hides_severity_or_owner() -> None:
    made = alert_rule(replace(ALERT, labels={"severity": "none", "owner": "nobody"}))
    assert made.labels == {"severity": "critical", "owner": "platform"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": "gifts-are-late"}, "CamelCase"),
        ({"name": ""}, "CamelCase"),
        ({"owner": ""}, "owner"),
        ({"summary": ""}, "summary"),
        *[({"runbook": replace(BOOK, **{chapter: ""})}, chapter) for chapter in ("means", "impact")],
        *[({"runbook": replace(BOOK, **{chapter: ()})}, chapter) for chapter in ("causes", "look", "act")],
    ],
)
def test_what_is_not_whole_is_refused(change: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        replace(ALERT, **change)


@pytest.mark.parametrize("base", ["ftp://x", "https://b.kr/r/", "runbooks", "https://b.kr/a b"])
def test_a_place_that_is_none_is_refused(base: str) -> None:
    with pytest.raises(ValidationError, match="is not allowed here"):
        TypeAdapter[str](RunbookBase).validate_python(base)
