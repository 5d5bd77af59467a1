"""Who is told of what, and how well an Application is: run by Argo CD's own engines on what it stores.

`X2BEE_NEEDS_GO=1` makes a missing Go a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs.delivery.argo.health import HEALTH
from x2bee_constructs.delivery.argo.notifications import TRIES, notification_settings
from x2bee_constructs.delivery.argo.props import Email, Notifications, Slack, Webhook

JUDGE = Path(__file__).parents[3] / "conformance" / "argo" / "notifications"
RECEIVERS = {
    "chat": Slack(channel="deployments"),
    "hook": Webhook(),
    "mail": Email(to="a@example.com", sender="b@example.com", server="smtp.example.com", user="u"),
}
EVERYTHING = Notifications(
    receivers=RECEIVERS,
    events={event: tuple(RECEIVERS) for event in ("deployed", "failed", "degraded", "unknown")},
)
REASON = 'Deployment "shop" is invalid:\nspec: Required value'


def operation(phase: str, **more: Any) -> dict[str, Any]:
    found = {"phase": phase, "startedAt": "2026-11-30T09:00:00Z", "operation": {}, **more}
    return {"message": REASON, "syncResult": {"revision": "c0ffee"}, **found}


def application(sync: str = "Synced", health: str = "Healthy", name: str = "shop", **status: Any) -> dict[str, Any]:
    told = {"sync": {"status": sync, "revision": "c0ffee"}, "health": {"status": health}, **status}
    return {"metadata": {"name": name}, "spec": {"project": "x2bee-acme-prd"}, "status": told}


def waiting(tries: int) -> dict[str, Any]:
    """A failed try that another follows, as Argo CD's controller stores it."""
    return operation("Running", finishedAt="2026-11-30T09:01:00Z", retryCount=tries)


CASES: dict[str, tuple[dict[str, Any], str, dict[str, str]]] = {
    "new": ({"metadata": {"name": "shop"}, "spec": {"project": "p"}}, "Progressing", {}),
    "first sync": (application("OutOfSync", "Missing", operationState=operation("Running")), "Progressing", {}),
    "good": (application(operationState=operation("Succeeded")), "Healthy", {"deployed": "c0ffee"}),
    "ill": (application(health="Degraded", operationState=operation("Succeeded")), "Degraded", {"degraded": ""}),
    "failed for good": (application("OutOfSync", operationState=operation("Failed")), "Degraded", {"failed": "c0ffee"}),
    "error": (application("OutOfSync", operationState=operation("Error")), "Degraded", {"failed": "c0ffee"}),
    "tried some times": (application("OutOfSync", operationState=waiting(TRIES - 1)), "Progressing", {}),
    "tried often": (application("OutOfSync", operationState=waiting(TRIES)), "Degraded", {"failed": "c0ffee"}),
    # Between two tries message and revision are those of the one that failed; while one runs there are none.
    "being tried again": (
        application("OutOfSync", operationState={"phase": "Running", "retryCount": TRIES + 1}), "Degraded", {},
    ),
    "cannot be rendered": (
        application("Unknown", operationState=operation("Succeeded"), conditions=[{"message": REASON}]),
        "Healthy", {"deployed": "c0ffee", "unknown": ""},
    ),
    "unknown without a reason": (application("Unknown"), "Progressing", {"unknown": ""}),
    "the root": (
        application("OutOfSync", name="x2bee-acme-prd", operationState=waiting(TRIES)), "Healthy", {"failed": "c0ffee"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def judged() -> dict[str, Any]:
    """What Argo CD's engines make of every case."""
    if shutil.which("go") is None:
        (pytest.fail if os.environ.get("X2BEE_NEEDS_GO") == "1" else pytest.skip)("there is no Go")
    asked = {
        "data": notification_settings(EVERYTHING),
        "health": HEALTH["argoproj.io", "Application"],
        "applications": {name: found for name, (found, _, _) in CASES.items()},
    }
    done = subprocess.run(
        ["go", "run", "."], cwd=JUDGE, input=json.dumps(asked), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    # An expression that cannot be run is logged, and counts as one that does not hold.
    assert "failed to execute" not in done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_what_is_told_and_once_per_what(judged: dict[str, Any], name: str) -> None:
    found = judged[name]
    _, health, fired = CASES[name]
    assert (found["health"], {event: one["oncePer"] for event, one in found["fired"].items()}) == (health, fired)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_texts_say_why(judged: dict[str, Any], name: str) -> None:
    for event, one in judged[name]["fired"].items():
        texts = one["texts"]
        hook = json.loads(texts["hook"])
        assert hook.keys() == {"application", "event", "revision", "message"}
        assert (hook["event"], hook["application"], hook["revision"]) == (
            event,
            texts["subject"].split(":")[0],
            "c0ffee",
        )
        reason = event == "failed" or (name == "cannot be rendered" and event == "unknown")
        assert (REASON in texts["message"], hook["message"] == REASON) == (reason, reason)


def test_every_application_of_ours_is_told_of_and_no_other() -> None:
    told = Notifications(receivers=RECEIVERS, events={"failed": ("chat", "hook"), "deployed": ("mail",)})
    data = notification_settings(told)
    ours = "app.kubernetes.io/part-of=x2bee"
    assert json.loads(data["subscriptions"]) == [
        {"recipients": ["mail:a@example.com"], "selector": ours, "triggers": ["deployed"]},
        {"recipients": ["chat:deployments", "hook"], "selector": ours, "triggers": ["failed"]},
    ]
    assert {key for key in data if key.startswith("trigger.")} == {"trigger.deployed", "trigger.failed"}
    assert data["service.slack.chat"] == '{"token": "$chat"}'
    assert '"password": "$mail"' in data["service.email.mail"]


def test_what_goes_wrong_reaches_everybody_if_nothing_is_said() -> None:
    everybody = tuple(sorted(RECEIVERS))
    assert Notifications(receivers=RECEIVERS).told == dict.fromkeys(("degraded", "failed", "unknown"), everybody)
