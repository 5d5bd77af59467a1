"""The way in: the load balancer and its web ACL as CloudWatch tells them, and the mesh's gateway."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Line, Lookup, Panel, Prom, Row, Variable
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import DashboardsProps, EdgeView
from x2bee_constructs.observability.dashboards.queries import pods_of, quantile, rate, share

__all__ = ["ingress"]

_BALANCER = {"LoadBalancer": "$load_balancer"}
_TARGETS = {"TargetGroup": "$target_group", "LoadBalancer": "$load_balancer"}


def ingress(props: DashboardsProps) -> Board | None:
    """The board; None where nothing outside reaches the platform."""
    if props.gateway is None:
        return None
    edge = props.edge
    rows = [Row("Gateway of the mesh", tuple(_gateway(props, props.gateway)))]
    if edge and edge.load_balancer:
        rows.insert(0, Row("Load balancer", tuple(_balancer(edge))))
    if edge and edge.web_acl:
        rows.append(Row("Web ACL", tuple(_web_acl(props, edge, edge.web_acl))))
    return Board(
        uid("ingress"),
        "Ingress",
        "What arrives, what is refused at the door, and how the gateway and the services behind it answer.",
        tuple(rows),
        tuple(_variables(props)),
        (board_link("Overview", "overview"),),
    )


def _variables(props: DashboardsProps) -> Iterator[Variable]:
    """AWS gives a load balancer a random end that nobody knows before it is there."""
    edge = props.edge
    if not edge or not edge.load_balancer:
        return
    yield Lookup(
        "load_balancer",
        "What CloudWatch calls the load balancer",
        props.region,
        "AWS/ApplicationELB",
        "RequestCount",
        "LoadBalancer",
        f"/^app\\/{edge.load_balancer}\\/[0-9a-f]+$/",
    )
    if edge.target_group:
        yield Lookup(
            "target_group",
            "What CloudWatch calls its target group",
            props.region,
            "AWS/ApplicationELB",
            "RequestCount",
            "TargetGroup",
            f"/^targetgroup\\/{edge.target_group}\\/[0-9a-f]+$/",
        )


def _elb(metric: str, statistic: str, legend: str, targets: bool = False) -> Cloud:
    return Cloud("AWS/ApplicationELB", metric, _TARGETS if targets else _BALANCER, statistic, legend)


def _balancer(edge: EdgeView) -> Iterator[Panel]:
    says = "Requests in a minute."
    yield Panel("Requests", says, (_elb("RequestCount", "Sum", "requests"),))
    says = "Answers with an error in a minute: of the services, and of the load balancer itself, where none answered."
    errors = (
        _elb("HTTPCode_Target_5XX_Count", "Sum", "5xx of services"),
        _elb("HTTPCode_ELB_5XX_Count", "Sum", "5xx of its own"),
        _elb("HTTPCode_ELB_4XX_Count", "Sum", "4xx of its own"),
    )
    yield Panel("Errors", says, errors)
    says = f"How long answers take; from {edge.slow_seconds:g} s for the slowest hundredth on the alarm tells."
    slow = tuple(_elb("TargetResponseTime", part, part) for part in ("p50", "p95", "p99"))
    yield Panel("Duration", says, slow, "s", lines=(Line(edge.slow_seconds, "alarm of p99"),))
    if edge.target_group:
        says = "Gateway pods that answer its questions, and that do not."
        pods = (
            _elb("HealthyHostCount", "Minimum", "well", targets=True),
            _elb("UnHealthyHostCount", "Maximum", "not well", targets=True),
        )
        yield Panel("Gateway pods", says, pods)
    says = "Connections that are open, and those there was no room for."
    connections = (
        _elb("ActiveConnectionCount", "Sum", "open"),
        _elb("RejectedConnectionCount", "Sum", "no room"),
    )
    yield Panel("Connections", says, connections)
    says = "What is paid for: the load balancer's capacity units in an hour."
    yield Panel("Capacity units", says, (_elb("ConsumedLCUs", "Average", "LCU"),))


def _gateway(props: DashboardsProps, gateway: str) -> Iterator[Panel]:
    its = f'reporter="source",source_workload="{gateway}"'
    requests = rate("istio_requests_total", its)
    by = "destination_service_name"
    says = "Requests from outside, by the service that they are for."
    yield Panel("Requests", says, (Prom(f"sum by ({by}) ({requests})", f"{{{{{by}}}}}"),), "reqps", stack=True)
    limit = (props.edge.error_percent if props.edge else 1.0) / 100
    bad = rate("istio_requests_total", f'{its},response_code=~"5.."')
    failed = share(f"sum by ({by}) ({bad})", f"sum by ({by}) ({requests})")
    says = "Share of requests from outside that got 5xx."
    yield Panel("Errors", says, (Prom(failed, f"{{{{{by}}}}}"),), "percentunit", lines=(Line(limit, "alarm"),))
    buckets = rate("istio_request_duration_milliseconds_bucket", its)
    parts = tuple(Prom(quantile(part / 100, "", buckets), f"p{part}") for part in (50, 95, 99))
    yield Panel("Duration", "As the gateway measures it.", parts, "ms", lines=(Line(3000, "a person leaves"),))
    refused = f'{its},response_code=~"[34]..|0"'
    codes = f"sum by (response_code) ({rate('istio_requests_total', refused)})"
    says = (
        "Redirects, and requests that were refused: 401 and 403, who may not; 404, no such host or path; 429, too many."
    )
    yield Panel("Refused and redirected", says, (Prom(codes, "{{response_code}}"),), "reqps")
    pods = f'namespace="istio-system",pod=~"{pods_of(gateway)}",container="istio-proxy"'
    used = f"sum by (pod) ({rate('container_cpu_usage_seconds_total', pods)})"
    yield Panel("CPU", "Of each gateway pod.", (Prom(used, "{{pod}}"),), "none")
    here = f'namespace="istio-system",horizontalpodautoscaler="{gateway}"'
    now, most = (
        Prom(f"kube_horizontalpodautoscaler_{metric}{{{here}}}", called)
        for metric, called in (("status_current_replicas", "pods"), ("spec_max_replicas", "at most"))
    )
    yield Panel("Pods", "Gateway pods, and the most that the autoscaler may start.", (now, most))


def _web_acl(props: DashboardsProps, edge: EdgeView, name: str) -> Iterator[Panel]:
    dimensions = {"Region": props.region, "Rule": "ALL", "WebACL": name}
    let_in, refused = (
        Cloud("AWS/WAFV2", f"{what}Requests", dimensions, "Sum", what.lower(), 300) for what in ("Allowed", "Blocked")
    )
    says = f"What the web ACL refused in five minutes; above {edge.blocked} the alarm tells."
    yield Panel("Refused", says, (refused,), width=12, lines=(Line(edge.blocked, "alarm"),))
    yield Panel("Let in", "What it let in, in five minutes.", (let_in,), width=12)
