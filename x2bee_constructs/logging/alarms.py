"""Who is told when OpenSearch is full, busy, ill, or refuses: AWS' recommended alarms.

The numbers are those of Recommended CloudWatch alarms for Amazon OpenSearch Service (looked up 2026-11-25), unless it
says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms, Compared
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.logging import names
from x2bee_constructs.logging.domain_props import OpenSearchSpec
from x2bee_constructs.logging.runbooks import ALARMS

__all__ = ["DomainAlarms"]

_FREE = 0.25
"""Of each node's storage."""

_NODE_MINUTES = 60
"""AWS says a day until a lost node is told. Our judgement: a shift should know of it."""

_ERROR_PERCENT = 10
_ENOUGH = 100
"""Requests in five minutes, of fewer of which a few errors say nothing: our judgement."""

_MORE: Compared = "at least"
_LESS: Compared = "at most"

_Asked = tuple[str, str, cloudwatch.IMetric, Compared, float, int]
"""Id, what it says, what is measured, how it is compared with what, and for how many periods."""


class DomainAlarms(Construct):
    """The alarms of a domain."""

    def __init__(
        self, scope: Construct, id: str, site: Site, spec: OpenSearchSpec, *, topic: sns.ITopic, runbooks: str
    ) -> None:
        """Make them; all go to `topic`, and again when all is well."""
        super().__init__(scope, id)
        self._dimensions = {"DomainName": names.domain_name(site), "ClientId": place_of(self).account}
        alarms = Alarms(self, site, topic, runbooks)
        asked = (*self._cluster(spec), *self._storage(spec), *self._load(), *self._masters(spec), *self._refusals())
        for what, says, metric, compared, threshold, periods in asked:
            alarms.add(
                what,
                ALARMS[f"OpenSearch{what}"],
                metric,
                threshold,
                periods=periods,
                says=f"{self._dimensions['DomainName']}: {says}",
                compared=compared,
            )

    def _cluster(self, spec: OpenSearchSpec) -> Iterator[_Asked]:
        red, yellow = self._most("ClusterStatus.red"), self._most("ClusterStatus.yellow")
        yield "Red", "an index has lost a shard and all its copies: logs cannot be found or written", red, _MORE, 1, 1
        yield "Yellow", "an index is short of a copy: the next loss is one of logs", yellow, _MORE, 1, 5
        least = self._metric("Nodes", "Maximum", _NODE_MINUTES)
        all_of_them = spec.nodes + (3 if spec.masters else 0)
        yield "Nodes", f"fewer than its {all_of_them} nodes have answered for an hour", least, _LESS, all_of_them - 1, 1
        snapshot = self._most("AutomatedSnapshotFailure")
        yield "Snapshot", "no snapshot could be taken, often since an index is red", snapshot, _MORE, 1, 1
        reached = self._most("MasterReachableFromNode", 5)
        yield "MasterLost", "no node reaches the master: it was lost, or has stopped", reached, _LESS, 0, 1

    def _storage(self, spec: OpenSearchSpec) -> Iterator[_Asked]:
        free = int(spec.storage_gib * 1024 * _FREE)
        left = self._metric("FreeStorageSpace", "Minimum", 1)
        says = f"a node has less than {_FREE:.0%} of its storage left: fewer hot days, or larger volumes"
        yield "Storage", says, left, _LESS, free, 1
        blocked = self._most("ClusterIndexWritesBlocked", 5)
        yield "Blocked", "it takes no logs: full, or out of memory; Fluentd keeps them for now", blocked, _MORE, 1, 1
        error, gone = self._most("KMSKeyError"), self._most("KMSKeyInaccessible")
        yield "KeyDisabled", "its key is disabled: enable it before AWS shuts the domain down", error, _MORE, 1, 1
        yield "KeyLost", "its key was deleted or its grants are gone: the domain cannot be saved", gone, _MORE, 1, 1

    def _load(self) -> Iterator[_Asked]:
        cpu = self._most("CPUUtilization", 15)
        yield "Cpu", "a node has been over 80 % busy for 45 minutes", cpu, _MORE, 80, 3
        memory, old = self._most("JVMMemoryPressure"), self._most("OldGenJVMMemoryPressure")
        yield "Memory", "a node is about to run out of heap: a larger type, or fewer shards", memory, _MORE, 95, 3
        yield "OldMemory", "a node's old heap stays over 80 % full", old, _MORE, 80, 3
        shards = self._most("Shards.active")
        yield (
            "Shards",
            "there are as many shards as AWS advises at most: fewer or longer-lived indices",
            shards,
            _MORE,
            30_000,
            1,
        )
        writes = self._metric("ThreadpoolWriteQueue", "Average", 1)
        searches = self._metric("ThreadpoolSearchQueue", "Average", 1)
        yield "WriteQueue", "writes wait for one another", writes, _MORE, 100, 1
        yield "SearchQueue", "searches wait for one another", searches, _MORE, 500, 1

    def _masters(self, spec: OpenSearchSpec) -> Iterator[_Asked]:
        if not spec.masters:
            return
        cpu, memory = self._most("MasterCPUUtilization", 15), self._most("MasterJVMMemoryPressure")
        old = self._most("MasterOldGenJVMMemoryPressure")
        yield "MasterCpu", "a master has been over 50 % busy for 45 minutes", cpu, _MORE, 50, 3
        yield "MasterMemory", "a master is about to run out of heap: a larger master_type", memory, _MORE, 95, 3
        yield "MasterOldMemory", "a master's old heap stays over 80 % full", old, _MORE, 80, 3

    def _refusals(self) -> Iterator[_Asked]:
        rate = cloudwatch.MathExpression(
            expression=f"IF(requests >= {_ENOUGH}, 100 * errors / requests, 0)",
            label="Percent answered 5xx",
            period=durations.minutes(5),
            using_metrics={
                "errors": self._metric("5xx", "Sum", 5),
                "requests": self._metric("OpenSearchRequests", "Sum", 5),
            },
        )
        yield "Errors", f"over {_ERROR_PERCENT} % of the requests were answered 5xx", rate, _MORE, _ERROR_PERCENT, 1

    def _most(self, name: str, minutes: int = 1) -> cloudwatch.Metric:
        return self._metric(name, "Maximum", minutes)

    def _metric(self, name: str, statistic: str, minutes: int) -> cloudwatch.Metric:
        return cloudwatch.Metric(
            namespace="AWS/ES",
            metric_name=name,
            dimensions_map=self._dimensions,
            statistic=statistic,
            period=durations.minutes(minutes),
        )
