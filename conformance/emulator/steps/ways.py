"""Ways to break things that several kinds of them have; each gives what mends it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.emulator.checks import Sight

__all__ = ["backups_kept_for", "open_to_anyone", "watch_nobody", "without_tls"]

_ANYONE = "10.0.0.0/8"
_NOBODY = "nobody"


def open_to_anyone(sight: Sight, group: str, port: int) -> Callable[[], Any]:
    """A security group that lets a whole network in at a port."""
    rule = [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": _ANYONE}]}]
    sight.aws.call("ec2", "authorize_security_group_ingress", GroupId=group, IpPermissions=rule)
    return lambda: sight.aws.call("ec2", "revoke_security_group_ingress", GroupId=group, IpPermissions=rule)


def without_tls(sight: Sight, modify: str, **group: str) -> Callable[[], Any]:
    """A group of PostgreSQL's parameters, of a cluster or of a single database, that forces no TLS."""

    def put(value: str) -> None:
        said: Any = [{"ParameterName": "rds.force_ssl", "ParameterValue": value, "ApplyMethod": "immediate"}]
        sight.aws.call("rds", modify, **group, Parameters=said)

    put("0")
    return lambda: put("1")


def backups_kept_for(sight: Sight, plan: str, days: int) -> Callable[[], Any]:
    """A plan, by its id, whose backups are gone after another number of days."""
    was: dict[str, Any] = sight.aws.call("backup", "get_backup_plan", BackupPlanId=plan)["BackupPlan"]

    def put(rules: list[dict[str, Any]]) -> None:
        sight.aws.call("backup", "update_backup_plan", BackupPlanId=plan, BackupPlan={**was, "Rules": rules})

    put([{**rule, "Lifecycle": {"DeleteAfterDays": days}} for rule in was["Rules"]])
    return lambda: put(was["Rules"])


def watch_nobody(sight: Sight, namespace: str, metric: str, dimension: str, value: str) -> Callable[[], Any]:
    """An alarm on something that is not there."""
    topic = sight.deployed.of("AWS::SNS::Topic")[0].physical_id
    said: Any = {
        "AlarmName": _NOBODY, "Namespace": namespace, "MetricName": metric, "Statistic": "Maximum",
        "Dimensions": [{"Name": dimension, "Value": value}], "Period": 60, "Threshold": 1,
        "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": [topic],
    }  # fmt: skip
    sight.aws.call("cloudwatch", "put_metric_alarm", **said)
    return lambda: sight.aws.call("cloudwatch", "delete_alarms", AlarmNames=[_NOBODY])
