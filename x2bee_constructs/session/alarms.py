"""Who is told when the store is full, busy, behind, refuses or has changed its primary.

ElastiCache tells of a failover by SNS, though to topics that are not encrypted and so not to ours (ElastiCache events
and Amazon SNS, looked up 2026-11-25). The nodes' metric `IsMaster` says the same, within minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.names import Site
from x2bee_constructs.session import names
from x2bee_constructs.session.runbooks import ALARMS

__all__ = ["SessionAlarms"]

_MEMORY_PERCENT = 75
"""Our judgement: a node type is changed in hours, and a sale fills the rest in less than a day."""

_CPU_PERCENT = 90
"""What AWS advises, as we remember it (ElastiCache, Which metrics should I monitor?): of the engine's one thread, and
on small nodes of the host, which also takes snapshots and TLS."""

_CONNECTIONS = 52_000
"""Our judgement: 80 percent of the 65,000 that a node takes, as we remember it (ElastiCache, quotas)."""

_LAG_SECONDS = 5
"""Our judgement: so much of what was written last is lost if the primary is."""

_REFUSED = 10
"""Our judgement, in five minutes: a program that is not allowed what it needs asks far more often."""

_REFUSALS = (
    "AuthenticationFailures",
    "ChannelAuthorizationFailures",
    "CommandAuthorizationFailures",
    "KeyAuthorizationFailures",
)

_Asked = tuple[str, str, cloudwatch.IMetric, float, int]
"""What it is, what it says, what is measured, above what, and for how many times five minutes."""


class SessionAlarms(Construct):
    """The alarms of each node of a store."""

    def __init__(self, scope: Construct, id: str, site: Site, *, nodes: int, topic: sns.ITopic, runbooks: str) -> None:
        """Make them for nodes 1 to `nodes`; all go to `topic`, and again when all is well."""
        super().__init__(scope, id)
        alarms = Alarms(self, site, topic, runbooks)
        for number in range(1, nodes + 1):
            for what, says, metric, above, periods in _node(names.member(site, number)):
                notice = ALARMS[f"Session{what}"]
                alarms.add(f"{what}-{number}", notice, metric, above, periods=periods, says=says, of=str(number))


def _node(node: str) -> Iterator[_Asked]:
    memory = _metric(node, "DatabaseMemoryUsagePercentage", "Maximum")
    says = (
        f"{node} has used more than {_MEMORY_PERCENT} % of its memory; at 100 % it drops sessions: a larger node type"
    )
    yield "Memory", says, memory, _MEMORY_PERCENT, 2
    evicted = _metric(node, "Evictions", "Sum")
    yield (
        "Evictions",
        f"{node} has no memory left and drops sessions: customers are logged out",
        evicted,
        0,
        1,
    )
    engine, host = (_metric(node, name, "Average") for name in ("EngineCPUUtilization", "CPUUtilization"))
    yield "EngineCpu", f"{node}: the engine's thread is over {_CPU_PERCENT} % busy", engine, _CPU_PERCENT, 3
    yield "HostCpu", f"{node}: the host is over {_CPU_PERCENT} % busy", host, _CPU_PERCENT, 3
    lag = _metric(node, "ReplicationLag", "Maximum")
    yield "Lag", f"{node} is more than {_LAG_SECONDS} s behind the primary", lag, _LAG_SECONDS, 2
    clients = _metric(node, "CurrConnections", "Maximum")
    yield "Connections", f"{node} has over {_CONNECTIONS} of its 65000 connections", clients, _CONNECTIONS, 1
    says = (
        f"{node} refused logins, commands or keys more than {_REFUSED} times: an attack, a rotation or a missing rule"
    )
    yield "Refused", says, _refused(node), _REFUSED, 1
    says = f"{node} became the primary, or is it no more: a failover or maintenance; look at the group's events"
    yield "Failover", says, _changed(node), 0, 1


def _refused(node: str) -> cloudwatch.MathExpression:
    metrics = {f"refused{index}": _metric(node, name, "Sum") for index, name in enumerate(_REFUSALS)}
    return cloudwatch.MathExpression(
        expression=" + ".join(f"FILL({name}, 0)" for name in metrics),
        label="Refused",
        period=durations.minutes(5),
        using_metrics=metrics,
    )


def _changed(node: str) -> cloudwatch.MathExpression:
    """Whether its role changed within five minutes: CloudWatch looks each minute, so none falls between two looks."""
    return cloudwatch.MathExpression(
        expression="most - least",
        label="Changes of role",
        period=durations.minutes(5),
        using_metrics={"most": _metric(node, "IsMaster", "Maximum"), "least": _metric(node, "IsMaster", "Minimum")},
    )


def _metric(node: str, name: str, statistic: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/ElastiCache",
        metric_name=name,
        dimensions_map={"CacheClusterId": node, "CacheNodeId": "0001"},
        statistic=statistic,
        period=durations.minutes(5),
    )
