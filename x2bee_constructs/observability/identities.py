"""Who the pods of this room are in AWS, and what they may do. Data for both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import AMP_URL, ObservabilitySpec

__all__ = ["jaeger_identity", "observability_identities"]

_METRICS = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:DescribeAlarmsForMetric",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "ec2:DescribeRegions",
    "tag:GetResources",
)
"""What Grafana's data source asks (Grafana's documentation, data source CloudWatch, policy for metrics only): none of
it takes a resource."""


def observability_identities(
    site: Site, account: str, region: str, spec: ObservabilitySpec, domain: str | None
) -> tuple[PodIdentity, ...]:
    """Grafana, which looks at AWS' metrics; Jaeger, if spans are kept in a domain; Prometheus, if it writes to AWS.

    `domain` is the ARN of the OpenSearch domain.
    """
    return tuple(_identities(site, account, region, spec, domain))


def _identities(
    site: Site, account: str, region: str, spec: ObservabilitySpec, domain: str | None
) -> Iterator[PodIdentity]:
    # Alarms and metrics of the region alone.
    here = {"StringEquals": {"aws:RequestedRegion": (region,)}}
    yield PodIdentity(names.GRAFANA, names.NAMESPACE, names.GRAFANA, (Statement("CloudWatch", _METRICS, ("*",), here),))
    if domain:
        yield jaeger_identity(site, domain)
    far = spec.metrics.remote_write
    found = re.fullmatch(AMP_URL, far.url) if far and far.login == "sigv4" else None
    if found:
        workspace = f"arn:aws:aps:{found.group(1)}:{account}:workspace/{found.group(2)}"
        write = Statement("RemoteWrite", ("aps:RemoteWrite",), (workspace,))
        yield PodIdentity(names.PROMETHEUS, names.NAMESPACE, names.PROMETHEUS, (write,))


def jaeger_identity(site: Site, domain: str) -> PodIdentity:
    """It writes and reads its own indices, and makes their templates."""
    spans = f"{domain}/{names.trace_prefix(site)}-*"
    read, write = ("es:ESHttpGet", "es:ESHttpHead"), ("es:ESHttpPost", "es:ESHttpPut")
    return PodIdentity(
        names.JAEGER,
        names.MESH,
        names.JAEGER,
        (
            Statement("Spans", (*read, *write), (spans,)),
            # One request for several indices has their names in its body; OpenSearch's own role decides there.
            Statement("Many", write, (f"{domain}/_bulk", f"{domain}/_msearch", f"{domain}/_search/scroll")),
            Statement("Templates", (*read, "es:ESHttpPut"), (f"{domain}/_index_template/*", f"{domain}/_template/*")),
            # What a client asks first: which version answers.
            Statement("Version", read, (f"{domain}/",)),
        ),
    )
