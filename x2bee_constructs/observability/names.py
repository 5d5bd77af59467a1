"""What both sides call the parts of observability; services, the gateway and other rooms find them by these names."""

from __future__ import annotations

from typing import Literal, get_args

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "ALERTMANAGER",
    "COLLECTOR",
    "DASHBOARD_LABEL",
    "DATA_SOURCES",
    "FOLDER_ANNOTATION",
    "GRAFANA",
    "JAEGER",
    "KIALI",
    "KUBE_STATE_METRICS",
    "MESH",
    "NAMESPACE",
    "NODE_EXPORTER",
    "OPERATOR",
    "PROJECT",
    "PROMETHEUS",
    "SAMPLER",
    "TOOLS",
    "WATCHDOG",
    "DataSource",
    "Tool",
    "secret",
    "tool_host",
    "trace_prefix",
]

NAMESPACE = "monitoring"
"""Where Prometheus, Alertmanager and Grafana are."""

MESH = "istio-system"
"""Where Kiali, Jaeger and the collector of spans are: beside what they show."""

PROMETHEUS = "prometheus"
"""The Prometheus, and the Service on port 9090 at which it answers. The operator puts its kind before the names of
what it makes: StatefulSet `prometheus-prometheus`, pods `prometheus-prometheus-0` and on."""

ALERTMANAGER = "alertmanager"
"""The Service on port 9093 at which Alertmanager answers; its StatefulSet is `alertmanager-prometheus`."""

OPERATOR = "prometheus-operator"
"""The Deployment that makes both of them."""

KUBE_STATE_METRICS = "kube-state-metrics"
"""The Deployment that says what the API server knows, as metrics."""

NODE_EXPORTER = "node-exporter"
"""The DaemonSet that reads the nodes' own numbers, and its namespace: its pods see the node's files."""

GRAFANA = "grafana"
"""Grafana: Deployment, Service on port 80, ServiceAccount."""

KIALI = "kiali"
"""Kiali: Deployment, Service on port 20001, ServiceAccount."""

JAEGER = "jaeger"
"""Jaeger: Deployment, Service on ports 4317 (spans) and 16686 (people), ServiceAccount."""

COLLECTOR = "istio-tracing"
"""What takes the spans of proxies and programs: Deployment, and Service on ports 4317 (gRPC) and 4318 (HTTP)."""

SAMPLER = "istio-tracing-sampler"
"""Which sees whole traces and decides which are kept, where the collector has several pods: StatefulSet and Service."""

PROJECT = "x2bee-monitoring"
"""The Argo CD AppProject of all their charts."""

DataSource = Literal["prometheus", "alertmanager", "jaeger", "cloudwatch"]
"""The uid of one of Grafana's data sources; dashboards name it."""

DATA_SOURCES: tuple[DataSource, ...] = get_args(DataSource)
"""All of them."""

DASHBOARD_LABEL = ("grafana_dashboard", "1")
"""The label, and its value, of a ConfigMap in `monitoring` whose `.json` files are dashboards."""

FOLDER_ANNOTATION = "grafana_folder"
"""The annotation of such a ConfigMap with the folder in which people find them."""

WATCHDOG = "Watchdog"
"""The alert that always fires: while it arrives, Prometheus and Alertmanager are well (a dead-man switch)."""

Tool = Literal["grafana", "kiali", "jaeger", "prometheus", "alertmanager"]
"""What people open in a browser, from the offices alone; also the first part of its host."""

TOOLS: tuple[Tool, ...] = get_args(Tool)
"""All of them. The last two know no logins, and have a host only where the customer's file says so."""

Purpose = Literal["grafana/admin", "grafana/oidc", "kiali/oidc", "kiali/signing-key", "alerts", "remote-write"]
"""What a secret is for, which is the end of its name."""


def tool_host(domain: str, tool: Tool) -> str:
    """The host of a tool: `grafana.acme-shop.co.kr`."""
    return bounded(f"{tool}.{domain}", 253, "a host")


def secret(site: Site, purpose: Purpose) -> str:
    """The Secrets Manager secret for a purpose: `x2bee/acme/prd/grafana/admin`."""
    return f"{site.path}/{purpose}"


def trace_prefix(site: Site) -> str:
    """What OpenSearch's indices with spans begin with. Each site has a domain of its own, so the site does not show."""
    return bounded("x2bee-traces", 64, f"the indices of {site.prefix}")
