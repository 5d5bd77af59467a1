"""AWS::CloudWatch::Alarm on an expression over metrics: the emulator only takes alarms on one metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import provisioners

__all__ = ["install"]

NAMESPACE = "expression"
"""Under this namespace such an alarm is shown, with its metrics; the emulator evaluates no expression."""


def _returned(metrics: Sequence[Mapping[str, Any]]) -> str:
    """The one that the alarm is about, after the rules of PutMetricAlarm."""
    ids = [one["Id"] for one in metrics]
    if len(ids) != len(set(ids)):
        raise RefusedError(f"ValidationError: ids in Metrics must be unique, got {ids}")
    returned = [one["Id"] for one in metrics if one.get("ReturnData", True)]
    if len(returned) != 1:
        raise RefusedError(f"ValidationError: exactly one of Metrics returns data, got {returned}")
    return returned[0]


def install() -> None:
    """Take `Metrics` too."""
    before = provisioners._cw_metric_alarm_record

    def record(name: str, properties: Properties) -> Any:
        metrics = properties.get("Metrics")
        if not metrics:
            return before(name, properties)
        shown = {"MetricName": _returned(metrics), "Namespace": NAMESPACE}
        plain = {key: value for key, value in properties.items() if key != "Metrics"}
        return {**before(name, {**plain, **shown}), "Metrics": metrics}

    provisioners._cw_metric_alarm_record = record
