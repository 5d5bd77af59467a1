"""Alarms of databases, session stores and hosts: each looks at one that is there, and none is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.hosts import names
from x2bee_constructs.platform.machines import host_specs

__all__ = ["watched"]


class Kind(NamedTuple):
    """What one dimension of metrics is about."""

    there: set[str]
    needed: set[str]
    """Those of them that somebody must watch."""


def _there(sight: Sight) -> Mapping[str, Kind]:
    """What is to be watched, by the dimension of its metrics."""
    clusters = {one["DBClusterIdentifier"] for one in sight.aws.call("rds", "describe_db_clusters")["DBClusters"]}
    nodes = {one["CacheClusterId"] for one in sight.aws.call("elasticache", "describe_cache_clusters")["CacheClusters"]}
    found = {"DBClusterIdentifier": Kind(clusters, clusters), "CacheClusterId": Kind(nodes, nodes)}
    return {**found, **_of_hosts(sight)} if host_specs(sight.platform) else found


def _of_hosts(sight: Sight) -> Mapping[str, Kind]:
    """Machines, their databases, what the load balancer reaches them by, and what they say of themselves."""
    site = sight.platform.site
    hosts = {names.machine(site, tool) for tool in host_specs(sight.platform)}
    groups = sight.aws.call("autoscaling", "describe_auto_scaling_groups")["AutoScalingGroups"]
    instances = sight.aws.call("rds", "describe_db_instances")["DBInstances"]
    single = {one["DBInstanceIdentifier"] for one in instances if not one.get("DBClusterIdentifier")}
    targets = sight.aws.call("elbv2", "describe_target_groups")["TargetGroups"]
    full = {one["TargetGroupName"]: one["TargetGroupArn"].rpartition(":")[2] for one in targets}
    return {
        "AutoScalingGroupName": Kind({one["AutoScalingGroupName"] for one in groups}, hosts),
        "DBInstanceIdentifier": Kind({one["DBInstanceIdentifier"] for one in instances}, single),
        "Host": Kind(hosts, hosts),
        "TargetGroup": Kind(set(full.values()), {full[name] for name in hosts & full.keys()}),
    }


def _dimensions(alarm: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Of an alarm on a metric, and of each metric of an expression."""
    metrics = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
    return [one for said in (alarm, *metrics) for one in said.get("Dimensions", [])]


def watched(sight: Sight, expect: Expect) -> None:
    """An alarm on a name that nothing has would be silent for ever."""
    alarms = sight.aws.call("cloudwatch", "describe_alarms")["MetricAlarms"]
    for dimension, kind in _there(sight).items():
        looked_at = {
            one["Value"]: alarm["AlarmName"]
            for alarm in alarms
            for one in _dimensions(alarm)
            if one["Name"] == dimension
        }
        for name, alarm in sorted(looked_at.items()):
            expect.that(name in kind.there, f"{alarm} watches {name}, which is not there")
        for name in sorted(kind.needed):
            expect.that(name in looked_at, f"nobody watches {dimension} {name}")
