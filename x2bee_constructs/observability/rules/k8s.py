"""The construct for rules of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.observability.rules.manifests import rule_objects

__all__ = ["AlertRules"]


class AlertRules(Construct):
    """PrometheusRules from groups of rules (`alert_group`, `slo_groups`), one object for each group.

    `objects` has each as an `ApiObject`, by its group's name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        groups: Iterable[prometheus.PrometheusRuleGroup],
        namespace: str = "monitoring",
    ) -> None:
        """Make them in a namespace that Prometheus looks in; `monitoring` if not given."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, rule_objects(groups, namespace))
