"""What whoever is called because of the way in reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook, Severity

__all__ = ["ALARMS"]

_TARGETS = (
    "`aws elbv2 describe-target-health --target-group-arn $(aws elbv2 describe-target-groups --names "
    "<prefix>-ingress --query 'TargetGroups[0].TargetGroupArn' --output text)`"
)
_GATEWAY = "`kubectl -n istio-system get pods -l app=istio-ingressgateway -o wide`"
_LOGS = (
    "The load balancer's access log in its bucket (`aws s3 ls s3://<bucket>/`), or Grafana, dashboard Ingress: which "
    "host and path"
)
_MESH = "GatewayErrors and AvailabilityBurnsFast: they say which service it is"


def _notice(
    name: str,
    severity: Severity,
    summary: str,
    means: str,
    impact: str,
    causes: tuple[str, ...],
    look: tuple[str, ...],
    act: tuple[str, ...],
) -> Notice:
    book = Runbook(means=means, impact=impact, causes=causes, look=look, act=act)
    return Notice(name=name, area="ingress", severity=severity, summary=summary, runbook=book)


_NOTICES = (
    _notice(
        "EdgeServiceErrors",
        "critical",
        "Too many answers from behind the load balancer are 5xx",
        "Of at least 100 requests in five minutes more than the set share got 5xx from a service or the gateway.",
        "Customers see errors now.",
        ("A front or the REST gateway is away", "A release", "A database or the session store is away"),
        (_MESH, _GATEWAY, _LOGS),
        ("As GatewayErrors",),
    ),
    _notice(
        "EdgeUnhealthyGateways",
        "warning",
        "A gateway pod is not well and gets no requests",
        "The load balancer asks each gateway pod, and one does not answer.",
        "None while others answer.",
        ("The pod ends, and is still registered", "Its node is ill", "A NetworkPolicy or security group was changed"),
        (_TARGETS, _GATEWAY),
        ("`kubectl -n istio-system delete pod <pod>`", "All of them: the door between load balancer and pods changed"),
    ),
    _notice(
        "EdgeSlowAnswers",
        "warning",
        "The slowest hundredth of the answers takes too long",
        "Seen from the load balancer, one answer in a hundred takes longer than was set.",
        "Some customers wait.",
        ("A slow service (LatencyBurnsFast says which)", "Large downloads", "Too few gateway pods"),
        ("LatencyBurnsFast and LatencyBurnsSlowly", _LOGS, "`kubectl -n istio-system top pods`"),
        ("The service it is: its own alert", "The gateway: `kubectl -n istio-system get hpa`; raise its maximum"),
    ),
    _notice(
        "EdgeBalancerErrors",
        "critical",
        "The load balancer answers 5xx by itself",
        "Requests get 5xx and reach no pod: no healthy target, no answer in time, or a connection that broke.",
        "Customers see errors now, perhaps all of them.",
        ("No gateway pod is registered", "Pods answer after the idle time", "Rollout without draining"),
        (_TARGETS, _GATEWAY, _LOGS),
        (
            (
                "No targets: `kubectl -n istio-system describe targetgroupbinding`, and the log of "
                "`kubectl -n kube-system logs deploy/aws-load-balancer-controller`"
            ),
            "504: which path takes so long; see LatencyBurnsFast",
        ),
    ),
    _notice(
        "EdgeRejectedConnections",
        "critical",
        "The load balancer has no room for more connections",
        "It refused connections: it is at its limit and grows, which takes minutes.",
        "Some customers do not get in.",
        ("A sale that began without notice", "An attack on many connections"),
        (
            (
                "`aws cloudwatch get-metric-statistics --namespace AWS/ApplicationELB --metric-name NewConnectionCount "
                "--dimensions Name=LoadBalancer,Value=<app/name/id> --start-time <t> --end-time <t> --period 60 "
                "--statistics Sum`"
            ),
            _LOGS,
        ),
        ("An attack: EdgeBlockedRequests", "A sale: ask AWS Support to grow it now, and before the next one"),
    ),
    _notice(
        "EdgeBlockedRequests",
        "warning",
        "The web ACL refused very many requests",
        "More requests than set were refused in five minutes: an attack, or a rule that hits customers.",
        "An attack: none, that is what it is for. A rule too many: customers cannot buy.",
        ("A robot or attack", "A rule of AWS' managed groups that was renewed", "A release that sends odd requests"),
        (
            (
                'CloudWatch Logs Insights on `aws-waf-logs-<prefix>`: `filter action="BLOCK" | stats count(*) by '
                "terminatingRuleId, httpRequest.uri, httpRequest.clientIp | sort by 1 desc`"
            ),
        ),
        (
            "One address: a lower `ingress.waf.requests_per_address`",
            "Customers with large forms: their hosts in `ingress.waf.large_bodies`",
            "Customers and another rule: set it to count on the web ACL of the `edge` stack, deploy, mend the request",
        ),
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
