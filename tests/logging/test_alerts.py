"""The alerts, judged by promtool: that they fire when they should, and only then."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.logging.alerts import log_alerts
from x2bee_constructs.logging.fluentd.places import DEAD_LETTERS, HOST_STATE, STATE

POD = 'namespace="logging",pod="fluentd-x"'


def judged(folder: Path, series: dict[str, str], at: str, alert: str) -> subprocess.CompletedProcess[str]:
    """Promtool's verdict on whether the alert fires once."""
    if not shutil.which("promtool"):
        pytest.skip("no promtool (Debian package prometheus)")
    (folder / "rules.json").write_text(json.dumps({"groups": [alert_group("x", log_alerts()).to_wire()]}))
    given = [{"series": name, "values": values} for name, values in series.items()]
    test: dict[str, Any] = {
        "interval": "1m",
        "input_series": given,
        "promql_expr_test": [
            {
                "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})',
                "eval_time": at,
                "exp_samples": [{"labels": "{}", "value": 1}],
            }
        ],
    }
    (folder / "test.json").write_text(json.dumps({"rule_files": ["rules.json"], "tests": [test]}))
    return subprocess.run(
        ["promtool", "test", "rules", str(folder / "test.json")], capture_output=True, text=True, check=False
    )


FIRES = {
    "FluentdBufferFilling": (
        f'fluentd_output_status_buffer_available_space_ratio{{{POD},plugin_id="search_output"}}',
        "40x30",
        "90x30",
    ),
    "FluentdBufferFull": (
        f'fluentd_output_status_buffer_available_space_ratio{{{POD},plugin_id="archive_output_audit"}}',
        "5x30",
        "20x30",
    ),
    "FluentdCannotSend": (f'fluentd_output_status_retry_count{{{POD},plugin_id="search_output"}}', "9x30", "2x30"),
    "FluentdDeadLetters": (
        f'fluentd_output_status_emit_records{{{POD},plugin_id="dead_letters"}}',
        "0x10 1x20",
        "0x30",
    ),
    "FluentdDeadLettersLeaving": (f"x2bee_dead_letters_bytes{{{POD}}}", "450000000x30", "400000000x30"),
    "FluentdAway": (
        'kube_daemonset_status_number_unavailable{namespace="logging",daemonset="fluentd"}',
        "1x30",
        "0x30",
    ),
    "LogIndexFailed": ('kube_job_status_failed{namespace="logging",job_name="log-index"}', "1x30", "0x30"),
}


@pytest.mark.parametrize("alert", FIRES)
def test_an_alert_fires_when_it_should_and_only_then(tmp_path: Path, alert: str) -> None:
    series, bad, good = FIRES[alert]
    fired = judged(tmp_path, {series: bad}, "20m", alert)
    assert fired.returncode == 0, fired.stdout + fired.stderr
    assert judged(tmp_path, {series: good}, "20m", alert).returncode != 0


def test_silence_is_told(tmp_path: Path) -> None:
    assert judged(tmp_path, {"up": "1x30"}, "20m", "FluentdSilent").returncode == 0
    seen = {f'fluentd_output_status_emit_count{{{POD},plugin_id="search_output"}}': "1x30"}
    assert judged(tmp_path, seen, "20m", "FluentdSilent").returncode != 0


def test_every_alert_is_tried() -> None:
    assert {alert.name for alert in log_alerts()} == {*FIRES, "FluentdSilent"}


def test_who_is_called_is_told_the_place_where_dead_letters_are() -> None:
    alert = next(alert for alert in log_alerts() if alert.name == "FluentdDeadLetters")
    assert DEAD_LETTERS.replace(STATE, HOST_STATE) in alert.summary
    assert any(DEAD_LETTERS in said for said in alert.runbook.look)
