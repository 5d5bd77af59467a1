"""Whoever is called finds a page: of every alert and every alarm that is emitted, with all that it should say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.alerts.platforms import ALERTS, PLATFORMS
from tests.conftest import ROOT
from tools.runbooks import differing
from x2bee_constructs import Platform
from x2bee_constructs.core.alert_rules import alert_rule
from x2bee_constructs.core.alerts import Notice
from x2bee_constructs.platform.alerts import platform_alerts
from x2bee_constructs.platform.fields import field_names
from x2bee_constructs.platform.runbooks import every_notice

NOTICES = {notice.name: notice for notice in every_notice()}
PLACE = re.compile(r"^docs/runbooks/([A-Za-z0-9]+)\.md$")


def test_the_files_are_what_the_alerts_say() -> None:
    assert differing() == [], "make runbooks"


def test_make_runbooks_says_that_nothing_differs() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.runbooks", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_alert_has_severity_owner_and_a_page_that_exists(name: str) -> None:
    for alert in platform_alerts(PLATFORMS[name]):
        rule = alert_rule(alert, PLATFORMS[name].runbooks)
        labels, annotations = rule.labels or {}, rule.annotations or {}
        assert labels["severity"] in ("critical", "warning")
        assert labels["owner"]
        found = PLACE.match(annotations["runbook_url"])
        assert found, annotations
        assert (ROOT / found.group(0)).is_file()
        assert {"summary", "description"} <= annotations.keys()


def test_an_alert_of_a_service_says_which() -> None:
    for name in ("AvailabilityBurnsFast", "AvailabilityBurnsSlowly", "LatencyBurnsFast", "LatencyBurnsSlowly"):
        assert (alert_rule(ALERTS[name]).labels or {})["service"] in PLATFORMS["prd"].enabled_services


def test_every_alarm_of_acme_has_name_severity_owner_and_a_page_that_exists(
    templates: dict[str, dict[str, Any]],
) -> None:
    resources = [made for template in templates.values() for made in template.get("Resources", {}).values()]
    names = [_judged(made["Properties"]) for made in resources if made["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(names) == len(set(names)) > 40


def _judged(alarm: dict[str, Any]) -> str:
    name = alarm["AlarmName"]
    lines = alarm["AlarmDescription"].split("\n")
    assert lines[-3] in ("severity: critical", "severity: warning")
    assert lines[-2].removeprefix("owner: ")
    found = PLACE.match(lines[-1].removeprefix("runbook: "))
    assert found, lines
    assert (ROOT / found.group(0)).is_file()
    notice = NOTICES[found.group(1)]
    assert lines[-3] == f"severity: {notice.severity}"
    assert f"-{notice.name}" in name
    assert name.startswith("x2bee-acme-prd-")
    assert len(json.dumps(alarm["AlarmDescription"])) < 1024
    return name


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_a_page_helps_a_person_at_night(notice: Notice) -> None:
    book = notice.runbook
    assert any("`" in said for said in book.look) or any(name in " ".join(book.look) for name in NOTICES), (
        "where to look is a command, a query, or another page"
    )
    for said in (book.means, book.impact):
        assert said.endswith("."), said
    for said in (*book.look, *book.act):
        assert said.count("`") % 2 == 0, said


def test_pages_name_only_pages_that_exist() -> None:
    words = {word for notice in NOTICES.values() for word in _names(notice)}
    assert words <= NOTICES.keys(), words - NOTICES.keys()


_KINDS = {"NodePool", "OpenSearch", "PodMonitor", "WhatapAgent"}
"""What begins like an alert and is a kind of object."""


def _names(notice: Notice) -> set[str]:
    """What looks like another alert's name: two CamelCase parts or more, of an alert's beginnings."""
    book = notice.runbook
    text = " ".join((book.means, book.impact, *book.causes, *book.look, *book.act))
    text = re.sub(r"`[^`]*`", "", text)
    beginnings = {re.match(r"[A-Z][a-z0-9]+", name).group(0) for name in NOTICES}  # type: ignore[union-attr]
    found = set(re.findall(r"\b(?:[A-Z][a-z0-9]+){2,}\b", text))
    return {word for word in found if re.match(r"[A-Z][a-z0-9]+", word).group(0) in beginnings} - _KINDS  # type: ignore[union-attr]


def test_what_runbooks_say_of_the_customers_file_is_a_field_of_it() -> None:
    tops = set(Platform.model_fields)
    named = {
        word
        for notice in NOTICES.values()
        for text in (notice.runbook.means, notice.runbook.impact, *notice.runbook.causes, *notice.runbook.act)
        for word in re.findall(r"`([a-z_]+(?:\.[a-z_*]+)+)`", text)
        if word.partition(".")[0] in tops
    }
    assert named
    assert [word for word in sorted(named) if word not in set(field_names())] == []
