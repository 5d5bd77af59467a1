"""Alarms of databases and session stores: each looks at one that is there, and none is left out."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect

__all__ = ["watched"]


def _there(sight: Sight) -> Mapping[str, set[str]]:
    """What is to be watched, by the dimension of its metrics."""
    clusters = sight.aws.call("rds", "describe_db_clusters")["DBClusters"]
    nodes = sight.aws.call("elasticache", "describe_cache_clusters")["CacheClusters"]
    return {
        "DBClusterIdentifier": {one["DBClusterIdentifier"] for one in clusters},
        "CacheClusterId": {one["CacheClusterId"] for one in nodes},
    }


def watched(sight: Sight, expect: Expect) -> None:
    """An alarm on a name that nothing has would be silent for ever."""
    alarms = sight.aws.call("cloudwatch", "describe_alarms")["MetricAlarms"]
    for dimension, there in _there(sight).items():
        looked_at = {
            one["Value"]: alarm["AlarmName"]
            for alarm in alarms
            for one in alarm.get("Dimensions", [])
            if one["Name"] == dimension
        }
        for name, alarm in sorted(looked_at.items()):
            expect.that(name in there, f"{alarm} watches {name}, which is not there")
        for name in sorted(there):
            expect.that(name in looked_at, f"nobody watches {name}")
