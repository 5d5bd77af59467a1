"""Alerts as rules of Prometheus' operator. Apart from alerts, so that props and alarms load no Kubernetes kinds."""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.core.alerts import RUNBOOKS, Alert, runbook_url
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus

__all__ = ["alert_group", "alert_rule"]


def alert_rule(alert: Alert, runbooks: str = RUNBOOKS) -> prometheus.PrometheusRuleRule:
    """The alert as a rule: who is called and how urgently as labels, what is told and the runbook as annotations."""
    own = {"service": alert.service} if alert.service else {}
    return prometheus.PrometheusRuleRule(
        alert=alert.name,
        expr=alert.expr,
        for_=alert.lasts,
        labels=dict(sorted({**alert.labels, **own, "severity": alert.severity, "owner": alert.owner}.items())),
        annotations={
            "description": alert.description or alert.summary,
            "runbook_url": runbook_url(runbooks, alert.name),
            "summary": alert.summary,
        },
    )


def alert_group(name: str, alerts: Iterable[Alert], runbooks: str = RUNBOOKS) -> prometheus.PrometheusRuleGroup:
    """A group of a PrometheusRule; Prometheus evaluates its rules one after the other, at its own interval."""
    return prometheus.PrometheusRuleGroup(name=name, rules=[alert_rule(alert, runbooks) for alert in alerts])
