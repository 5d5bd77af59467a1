"""The rules of objectives as a PrometheusRule."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.alert_rules import alert_group
from x2bee_constructs.core.alerts import RUNBOOKS
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.observability.slo.alerts import slo_alerts
from x2bee_constructs.observability.slo.props import Promises
from x2bee_constructs.observability.slo.recording import budget_rules, recording_rules

__all__ = ["slo_groups"]


def slo_groups(
    promises: Promises, namespace: str, runbooks: str = RUNBOOKS
) -> Iterator[prometheus.PrometheusRuleGroup]:
    """What is recorded, every 30 seconds as services are asked; budgets more rarely; alerts. None without promises."""
    if not promises:
        return
    yield prometheus.PrometheusRuleGroup(name="x2bee-slo", interval="30s", rules=recording_rules(promises, namespace))
    # Prometheus looks back five minutes for a value: what is computed more rarely would be missing in between.
    yield prometheus.PrometheusRuleGroup(name="x2bee-slo-budgets", interval="3m", rules=budget_rules())
    yield alert_group("x2bee-slo-alerts", slo_alerts(promises), runbooks)
