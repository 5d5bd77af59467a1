"""The alerts of the watching itself, in a real promtool: they fire when they must and are silent when they must."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.apm.pods import platform
from x2bee_constructs.apm.alerts import scouter_alerts, whatap_alerts
from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.platform.alerts import platform_alerts

PROMTOOL = shutil.which("promtool")
ALERTS = [*whatap_alerts(["acme-app"]), *scouter_alerts()]

_VOLUME = 'kubelet_volume_stats_{}_bytes{{namespace="scouter",persistentvolumeclaim="data-scouter-collector-0"}}'
_INIT = 'kube_pod_init_container_info{namespace="acme-app",container="whatap-agent-init",pod="x2bee-gw-1"}'

BROKEN = {
    'kube_deployment_status_replicas_available{namespace="whatap-monitoring",deployment="whatap-operator"}': "0",
    'kube_statefulset_status_replicas_ready{namespace="scouter",statefulset="scouter-collector"}': "0",
    _VOLUME.format("available"): "5",
    _VOLUME.format("capacity"): "100",
}
WELL = {series: {"0": "1", "1": "0", "5": "21", "100": "100"}[value] for series, value in BROKEN.items()} | {_INIT: "1"}


@pytest.mark.parametrize(("vendor", "told"), [
    ("none", set[str]()), ("otel", set[str]()), ("whatap", {"WhatapOperatorDown", "WhatapAgentsMissing"}),
    ("scouter", {"ScouterCollectorDown", "ScouterDiskFilling"}),
])  # fmt: skip
def test_somebody_is_called_for_the_vendor_that_is_there(vendor: str, told: set[str]) -> None:
    found = {alert.name for alert in platform_alerts(platform(vendor)) if alert.area == "apm"}
    assert found == told
    assert told <= {alert.name for alert in ALERTS}
    assert "ExternalSecretNotSynced" in {alert.name for alert in platform_alerts(platform(vendor))}


@pytest.mark.skipif(PROMTOOL is None, reason="promtool comes with Debian's prometheus, which CI installs")
@pytest.mark.parametrize(("series", "fire"), [(BROKEN, True), (WELL, False)])
def test_it_fires_when_it_must(series: dict[str, str], fire: bool, tmp_path: Path) -> None:
    assert PROMTOOL
    groups = {"groups": [alert_group("apm", ALERTS).to_wire()]}
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(groups))
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(_trial(series, fire)))
    for command in (["check", "rules", "rules.yaml"], ["test", "rules", "test.yaml"]):
        ran = subprocess.run([PROMTOOL, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr


def _trial(series: dict[str, str], fire: bool) -> dict[str, Any]:
    return {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": key, "values": f"{value}x60"} for key, value in series.items()],
                "promql_expr_test": [_asked(alert.name, fire) for alert in ALERTS],
            }
        ],
    }


def _asked(alert: str, fire: bool) -> dict[str, Any]:
    """How many of an alert fire after three quarters of an hour."""
    expr = f'count by (alertname) (ALERTS{{alertname="{alert}",alertstate="firing"}})'
    fired = [{"labels": f'{{alertname="{alert}"}}', "value": 1}] if fire else []
    return {"expr": expr, "eval_time": "45m", "exp_samples": fired}
