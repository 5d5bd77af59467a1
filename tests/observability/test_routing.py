"""What Alertmanager is told, judged by its own program (Debian's prometheus-alertmanager)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.observability.cases import ALERTS
from x2bee_constructs.observability.receivers import AlertingSpec
from x2bee_constructs.observability.routing import alertmanager_config

AMTOOL = shutil.which("amtool")
needs_amtool = pytest.mark.skipif(
    AMTOOL is None and not os.environ.get("X2BEE_NEEDS_AMTOOL"),
    reason="amtool is not here (Debian: prometheus-alertmanager)",
)


def written(folder: Path, said: dict[str, Any]) -> Path:
    """As Alertmanager reads it. Debian's 0.25 knows `url` of a webhook and not yet `url_file` (0.26)."""
    config = alertmanager_config(AlertingSpec.model_validate(said))
    for receiver in config["receivers"]:
        for hook in receiver.get("webhook_configs", ()):
            assert hook.pop("url_file").startswith("/etc/alertmanager/secrets/")
            hook["url"] = "https://receiver.invalid/"
    path = folder / "alertmanager.yaml"
    path.write_text(yaml.safe_dump(config))
    return path


def asked(*command: str) -> str:
    found = subprocess.run([str(AMTOOL), *command], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def reached(path: Path, **labels: str) -> list[str]:
    said = [f"{name}={value}" for name, value in labels.items()]
    return asked("config", "routes", "test", f"--config.file={path}", *said).strip().split(",")


@needs_amtool
@pytest.mark.parametrize("said", [{}, ALERTS], ids=["nothing", "everything"])
def test_alertmanager_takes_it(tmp_path: Path, said: dict[str, Any]) -> None:
    assert "SUCCESS" in asked("check-config", str(written(tmp_path, said)))


@needs_amtool
def test_each_alert_reaches_whom_it_is_meant_for(tmp_path: Path) -> None:
    path = written(tmp_path, ALERTS)
    assert reached(path, alertname="ServiceDown", severity="critical", owner="order") == ["pager", "chat", "nobody"]
    assert reached(path, alertname="Slow", severity="warning", owner="goods") == ["post", "nobody"]
    assert reached(path, alertname="Slow", severity="warning", owner="order") == ["chat"]
    assert reached(path, alertname="Odd", severity="info") == ["chat"]


@needs_amtool
def test_the_heart_beats_for_its_receiver_alone(tmp_path: Path) -> None:
    assert reached(written(tmp_path, ALERTS), alertname="Watchdog", severity="none") == ["beat"]
    silent = {key: value for key, value in ALERTS.items() if key != "heartbeat"}
    silent["receivers"] = {name: one for name, one in ALERTS["receivers"].items() if name != "beat"}
    assert reached(written(tmp_path, silent), alertname="Watchdog", severity="none") == ["nobody"]


@needs_amtool
def test_without_receivers_everything_is_swallowed(tmp_path: Path) -> None:
    assert reached(written(tmp_path, {}), alertname="ServiceDown", severity="critical") == ["nobody"]


def test_no_secret_is_in_it() -> None:
    text = json.dumps(alertmanager_config(AlertingSpec.model_validate(ALERTS)))
    files = re.findall(r'"(\w+_file)": "([^"]+)"', text)
    assert {name for name, _ in files} == {"api_url_file", "auth_password_file", "routing_key_file", "url_file"}
    assert all(path.startswith("/etc/alertmanager/secrets/alertmanager-receivers/") for _, path in files)
    assert not re.search(r'"(api_url|auth_password|routing_key|url)"', text)


def test_who_was_woken_is_not_told_again_and_labels_that_nobody_has_mute_nothing() -> None:
    for rule in alertmanager_config(AlertingSpec())["inhibit_rules"]:
        asked_for = " ".join((*rule["source_matchers"], *rule["target_matchers"]))
        assert "alertname" in rule["equal"] or 'slo=~".+"' in asked_for


def test_a_window_mutes_its_own_route_alone() -> None:
    config = alertmanager_config(AlertingSpec.model_validate(ALERTS))
    muted = [one["receiver"] for one in config["route"]["routes"] if "mute_time_intervals" in one]
    assert muted == ["post"]
    assert config["time_intervals"] == [
        {
            "name": "night",
            "time_intervals": [
                {
                    "location": "Asia/Seoul",
                    "times": [{"start_time": "02:00", "end_time": "04:00"}],
                    "weekdays": ["sunday"],
                }
            ],
        }
    ]
