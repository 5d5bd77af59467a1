"""When somebody is called because the watching itself is broken, in metrics of kube-state-metrics and the kubelet."""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.apm import names
from x2bee_constructs.apm.parts import meta
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus

__all__ = ["alert_rules", "scouter_alerts", "whatap_alerts"]

_RUNBOOK = "x2bee_constructs/apm/README.md"


def alert_rules(namespace: str, rules: Sequence[prometheus.PrometheusRuleRule]) -> prometheus.PrometheusRule:
    """The rules as an object of a namespace."""
    group = prometheus.PrometheusRuleGroup(name="x2bee-apm", rules=list(rules))
    return prometheus.PrometheusRule(
        metadata=meta("apm", namespace), spec=prometheus.PrometheusRuleSpec(groups=[group])
    )


def whatap_alerts(watched: Sequence[str]) -> list[prometheus.PrometheusRuleRule]:
    """Of WhaTap, whose operator nobody misses while pods start without their agents."""
    home, operator = names.WHATAP_NAMESPACE, names.WHATAP_OPERATOR
    where = f'namespace=~"{"|".join(watched)}",' if watched else ""
    return [
        _alert(
            "WhatapOperatorDown",
            f'kube_deployment_status_replicas_available{{namespace="{home}",deployment="{operator}"}} < 1',
            "15m",
            "WhaTap's operator does not run: pods that start now are not watched",
        ),
        _secret_alert("WhatapLicenceMissing", home, names.WHATAP_CREDENTIALS, "WhaTap's licence"),
        _alert(
            "WhatapAgentsMissing",
            f'absent(kube_pod_init_container_info{{{where}container="whatap-agent-init"}})',
            "30m",
            "No pod has WhaTap's agent: they started while the operator was away, or its labels are not theirs",
        ),
    ]


def scouter_alerts() -> list[prometheus.PrometheusRuleRule]:
    """Of Scouter: while its collector is away, what agents send is lost."""
    home, collector = names.SCOUTER_NAMESPACE, names.COLLECTOR
    claim = f'namespace="{home}",persistentvolumeclaim="data-{collector}-0"'
    return [
        _alert(
            "ScouterCollectorDown",
            f'kube_statefulset_status_replicas_ready{{namespace="{home}",statefulset="{collector}"}} < 1',
            "10m",
            "Scouter's collector does not run: what the agents send is lost",
        ),
        _secret_alert("ScouterPasswordMissing", home, collector, "the password of Scouter's administrator"),
        _alert(
            "ScouterDiskFilling",
            f"kubelet_volume_stats_available_bytes{{{claim}}} / kubelet_volume_stats_capacity_bytes{{{claim}}} < 0.1",
            "15m",
            "Scouter's disk is fuller than the 80 % at which it removes days; raise apm.disk_gib or lower its days",
        ),
    ]


def _secret_alert(name: str, namespace: str, secret: str, what: str) -> prometheus.PrometheusRuleRule:
    condition = f'namespace="{namespace}",name="{secret}",condition="Ready",status="False"'
    return _alert(
        name,
        f"externalsecret_status_condition{{{condition}}} == 1",
        "30m",
        f"External Secrets cannot bring {what}: people have to put it into its secret in AWS",
    )


def _alert(name: str, expr: str, lasts: str, summary: str) -> prometheus.PrometheusRuleRule:
    return prometheus.PrometheusRuleRule(
        alert=name,
        expr=expr,
        for_=lasts,
        labels={"severity": "warning"},
        annotations={"summary": summary, "runbook": _RUNBOOK},
    )
