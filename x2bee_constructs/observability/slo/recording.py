"""What Prometheus computes once and everybody reads: alerts, dashboards, reports."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.observability.slo.measures import (
    bad_availability,
    bad_latency,
    total_availability,
    total_latency,
)
from x2bee_constructs.observability.slo.props import Promise, Promises
from x2bee_constructs.observability.slo.windows import BUDGET_DAYS, WINDOWS

__all__ = ["BAD", "BUDGET", "OBJECTIVE", "TOTAL", "budget_rules", "ratio", "recording_rules"]

BAD = "x2bee:slo_bad:rate5m"
"""Bad requests a second, by `service` and `slo` (`availability` or `latency`)."""

TOTAL = "x2bee:slo_total:rate5m"
"""Requests a second."""

OBJECTIVE = "x2bee:slo_objective:ratio"
"""What was promised: 0.999."""

BUDGET = "x2bee:slo_budget:remaining_ratio"
"""How much of the budget is left: 1 at first, 0 when it is spent, negative after."""


def ratio(window: str) -> str:
    """The metric with the share of bad requests within a window."""
    return f"x2bee:slo_bad:ratio_rate{window}"


def recording_rules(promises: Promises, namespace: str) -> list[prometheus.PrometheusRuleRule]:
    """Each service's requests, then the shares of all services by window.

    A share over days is made of the five-minute rates, which have few series: asking the mesh's own metrics for days
    would read millions of samples each time. By time and requests it is the same.
    """
    each = [rule for name, promise in sorted(promises.items()) for rule in _of(name, namespace, promise)]
    return [*each, *(_share(window) for window in WINDOWS)]


def budget_rules() -> list[prometheus.PrometheusRuleRule]:
    """How much of each budget is left: over 30 days, or as long as Prometheus keeps."""
    over = f"{BUDGET_DAYS}d"
    bad = f"sum_over_time({BAD}[{over}]) / (sum_over_time({TOTAL}[{over}]) > 0)"
    return [_record(BUDGET, f"1 - ({bad}) / (1 - {OBJECTIVE})", {})]


def _of(name: str, namespace: str, promise: Promise) -> Iterator[prometheus.PrometheusRuleRule]:
    objective = promise.objective
    asked = {
        "availability": (
            bad_availability(name, namespace),
            total_availability(name, namespace),
            objective.availability,
        ),
        "latency": (bad_latency(name, namespace, objective), total_latency(name, namespace), objective.latency),
    }
    for slo, (bad, total, promised) in asked.items():
        labels = {"namespace": namespace, "service": name, "slo": slo}
        yield _record(BAD, bad, labels)
        yield _record(TOTAL, total, labels)
        yield _record(OBJECTIVE, f"vector({promised:g})", labels)


def _share(window: str) -> prometheus.PrometheusRuleRule:
    """Nothing where there were no requests: a share of nothing is no share."""
    if window == "5m":
        return _record(ratio(window), f"{BAD} / ({TOTAL} > 0)", {})
    bad, total = (f"avg_over_time({metric}[{window}])" for metric in (BAD, TOTAL))
    return _record(ratio(window), f"{bad} / ({total} > 0)", {})


def _record(name: str, expr: str, labels: dict[str, str]) -> prometheus.PrometheusRuleRule:
    return prometheus.PrometheusRuleRule(record=name, expr=expr, labels=labels or None)
