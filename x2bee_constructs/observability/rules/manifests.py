"""Groups of rules as PrometheusRules."""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus

__all__ = ["rule_objects"]

_NAMESPACE = "monitoring"


def rule_objects(
    groups: Iterable[prometheus.PrometheusRuleGroup], namespace: str = _NAMESPACE
) -> dict[str, KubeObject]:
    """An object for each group, called after it: one of all would outgrow what kubectl and Argo CD note of an object.

    Prometheus finds them in every namespace. Ids in the construct tree are the groups' names, too.
    """
    return {
        group.name: prometheus.PrometheusRule(
            metadata=staged_meta(group.name, "monitoring", namespace),
            spec=prometheus.PrometheusRuleSpec(groups=[group]),
        )
        for group in groups
    }
