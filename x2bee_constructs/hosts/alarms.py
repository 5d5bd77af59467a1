"""Who is told when a tool's host does not answer, is full or busy, or was not backed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms, Compared
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import Place
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import HostProps, MachineSpec
from x2bee_constructs.hosts.runbooks import ALARMS

__all__ = ["HostAlarms"]

_GIB = 2**30

_BUSY_PERCENT = 90
"""Of processors and memory. Our judgement: what builds is busy by nature, for minutes."""

_FULL_PERCENT = 80
"""Of a disk. Our judgement: an archive of all repositories must find room in the rest."""

_FREE_PERCENT = 10
"""Of the database's first storage: RDS itself grows it at a tenth (Managing capacity automatically)."""

_OURS = "x2bee/hosts"

_RUN_HOURS = 26
"""Within how many hours something that runs once a day must have succeeded: a day, and room for a run that takes
longer than the last one. CloudWatch looks back up to seven days at periods of an hour (PutMetricAlarm, Period)."""


class _Asked(NamedTuple):
    notice: str
    says: str
    metric: cloudwatch.IMetric
    compared: Compared
    threshold: float
    periods: int
    """Of the metric's own length: five minutes, but for what runs once a day. Our judgement: two or three where people
    cannot work, six where a build may be all there is."""
    of: str = ""


class HostAlarms(Construct):
    """The alarms of one tool's machine, disks and database."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        props: HostProps,
        spec: MachineSpec,
        place: Place,
        target_group: elbv2.CfnTargetGroup,
    ) -> None:
        """Make them; all go to the place's topic, and again when all is well."""
        super().__init__(scope, id)
        alarms = Alarms(self, site, place.topic, props.runbooks)
        for asked in (*_machine(site, tool, place, target_group), *_data(site, tool, spec)):
            of = "-".join(part for part in (tool, asked.of) if part)
            alarms.add(
                f"{asked.notice}{asked.of}",
                ALARMS[asked.notice],
                asked.metric,
                asked.threshold,
                periods=asked.periods,
                says=asked.says,
                of=of,
                compared=asked.compared,
            )


def _machine(site: Site, tool: HostTool, place: Place, targets: elbv2.CfnTargetGroup) -> Iterator[_Asked]:
    group = {"AutoScalingGroupName": names.machine(site, tool)}
    yield _Asked("HostDown", f"{tool} does not answer the load balancer", _well(place, targets), "below", 1, 3)
    checks = _metric("AWS/EC2", "StatusCheckFailed", "Maximum", group)
    yield _Asked("HostStatus", f"A status check of the machine of {tool} fails", checks, "at least", 1, 2)
    busy = f"The machine of {tool} is over {_BUSY_PERCENT} % busy"
    yield _Asked("HostCpu", busy, _metric("AWS/EC2", "CPUUtilization", "Average", group), "above", _BUSY_PERCENT, 6)
    memory = _metric(_OURS, "mem_used_percent", "Average", group)
    full = f"Over {_BUSY_PERCENT} % of the memory of {tool} are used"
    yield _Asked("HostMemory", full, memory, "above", _BUSY_PERCENT, 3)
    for path, what in (("/", "system"), ("/data", "data")):
        disk = _metric(_OURS, "disk_used_percent", "Maximum", {**group, "path": path})
        says = f"The {what} volume of {tool} is over {_FULL_PERCENT} % full"
        yield _Asked("HostDisk", says, disk, "above", _FULL_PERCENT, 1, what)


def _data(site: Site, tool: HostTool, spec: MachineSpec) -> Iterator[_Asked]:
    own = {"Host": names.machine(site, tool)}
    says = f"For {_RUN_HOURS} hours {tool} has not been brought into the state that the customer's file says"
    yield _Asked("HostSettings", says, _failed("SettingsFailed", own), "at least", 1, _RUN_HOURS)
    if tool == "gitlab":
        says = f"For {_RUN_HOURS} hours no backup of GitLab has succeeded"
        yield _Asked("HostArchive", says, _failed("BackupFailed", own), "at least", 1, _RUN_HOURS)
    database = {"DBInstanceIdentifier": names.machine(site, tool)}
    free = _metric("AWS/RDS", "FreeStorageSpace", "Minimum", database)
    least = spec.database.storage_gib * _GIB * _FREE_PERCENT // 100
    little = f"The database of {tool} has less than {_FREE_PERCENT} % of its storage left"
    yield _Asked("HostDatabaseStorage", little, free, "below", least, 3)
    load = _metric("AWS/RDS", "CPUUtilization", "Average", database)
    says = f"The database of {tool} is over {_BUSY_PERCENT} % busy"
    yield _Asked("HostDatabaseCpu", says, load, "above", _BUSY_PERCENT, 6)


def _well(place: Place, targets: elbv2.CfnTargetGroup) -> cloudwatch.MathExpression:
    """How many machines are well; none, too, where there is none to ask."""
    dimensions = {"LoadBalancer": place.balancer_name, "TargetGroup": targets.attr_target_group_full_name}
    well = _metric("AWS/ApplicationELB", "HealthyHostCount", "Maximum", dimensions)
    return cloudwatch.MathExpression(
        expression="FILL(well, 0)", label="Well", period=_FIVE_MINUTES, using_metrics={"well": well}
    )


def _failed(name: str, dimensions: Mapping[str, str]) -> cloudwatch.MathExpression:
    """1 in each hour without a success: a run that failed, and one that never came. A success ends it at once.

    What tells of it once a day would be well again after five minutes, and silent for ever if nothing told any more. A
    new machine is not well until its first run, which comes within an hour or two.
    """
    failed = _metric(_OURS, name, "Minimum", dimensions, _HOUR)
    return cloudwatch.MathExpression(
        expression="FILL(failed, 1)", label="Failed", period=_HOUR, using_metrics={"failed": failed}
    )


_FIVE_MINUTES, _HOUR = durations.minutes(5), durations.hours(1)


def _metric(
    namespace: str, name: str, statistic: str, dimensions: Mapping[str, str], period: Duration = _FIVE_MINUTES
) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map=dict(dimensions),
        statistic=statistic,
        period=period,
    )
