"""Who is told when the way in is slow, refuses or answers with errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.balancer import Front
from x2bee_constructs.ingress.edge import EdgeAlarms
from x2bee_constructs.ingress.runbooks import ALARMS

__all__ = ["EdgeWatch"]

_ENOUGH = 100
"""Requests in five minutes; of fewer, one error is already a percent."""

_Dimensions = Mapping[str, str]
_Asked = tuple[str, str, cloudwatch.IMetric, float, int]
"""Id, what it says, what is measured, above what, and for how many times five minutes."""


class EdgeWatch(Construct):
    """The alarms of a load balancer and its target group, and of the web ACL if there is one of ours."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: EdgeAlarms,
        *,
        topic: sns.ITopic,
        runbooks: str,
        target_group: elbv2.ApplicationTargetGroup,
        front: Front,
    ) -> None:
        """Make them; all go to `topic`, and again when all is well."""
        super().__init__(scope, id)
        whole = {"LoadBalancer": front.full_name}
        group = {**whole, "TargetGroup": target_group.target_group_full_name}
        asked = [*_targets(props, group)]
        if front.ours:
            asked += [*_balancer(props, whole), *_refused(self, site, props)]
        alarms = Alarms(self, site, topic, runbooks)
        for name, says, metric, above, periods in asked:
            alarms.add(name, ALARMS[f"Edge{name}"], metric, above, periods=periods, says=says)


def _targets(props: EdgeAlarms, group: _Dimensions) -> Iterator[_Asked]:
    """What is behind the load balancer."""
    percent, seconds = props.error_percent, props.slow_seconds
    errors = _share(_metric("HTTPCode_Target_5XX_Count", group), _metric("RequestCount", group))
    yield "ServiceErrors", f"More than {percent:g} % of the answers are 5xx", errors, percent, 2
    sick = _metric("UnHealthyHostCount", group, "Maximum")
    yield "UnhealthyGateways", "A gateway pod is not well and gets no requests", sick, 0, 2
    slow = _metric("TargetResponseTime", group, "p99")
    yield "SlowAnswers", f"The slowest hundredth of the answers takes more than {seconds:g} s", slow, seconds, 3


def _balancer(props: EdgeAlarms, whole: _Dimensions) -> Iterator[_Asked]:
    """The load balancer itself: of one that others use too, its owner hears."""
    percent = props.error_percent
    errors = _share(_metric("HTTPCode_ELB_5XX_Count", whole), _metric("RequestCount", whole))
    yield "BalancerErrors", f"More than {percent:g} % of the requests get 5xx, and from no service", errors, percent, 2
    rejected = _metric("RejectedConnectionCount", whole)
    yield "RejectedConnections", "The load balancer has no room for more connections", rejected, 0, 1


def _refused(scope: Construct, site: Site, props: EdgeAlarms) -> Iterator[_Asked]:
    blocked = cloudwatch.Metric(
        namespace="AWS/WAFV2",
        metric_name="BlockedRequests",
        dimensions_map={"Region": place_of(scope).region, "Rule": "ALL", "WebACL": names.web_acl(site)},
        statistic="Sum",
        period=durations.minutes(5),
    )
    says = f"The web ACL refused more than {props.blocked} requests: an attack, or a rule too many"
    yield "BlockedRequests", says, blocked, props.blocked, 1


def _share(part: cloudwatch.Metric, of: cloudwatch.Metric) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(
        expression=f"IF(requests >= {_ENOUGH}, 100 * FILL(errors, 0) / requests, 0)",
        label="Errors, percent",
        period=durations.minutes(5),
        using_metrics={"errors": part, "requests": of},
    )


def _metric(name: str, dimensions: _Dimensions, statistic: str = "Sum") -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/ApplicationELB",
        metric_name=name,
        dimensions_map=dimensions,
        statistic=statistic,
        period=durations.minutes(5),
    )
