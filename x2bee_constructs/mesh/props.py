"""What you may say about the mesh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.core.versions import ISTIO_REVISION
from x2bee_constructs.workload.fields import OutsideHost
from x2bee_constructs.workload.props import Replicas

__all__ = ["OutsideHostsProps", "Revision", "ServiceMeshProps"]

Revision = Annotated[str, matching(r"[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?", "a revision or tag such as stable or 1-30-3")]
"""A revision of the control plane, or a tag that points to one; short enough for `istiod-<revision>` to be a name."""


class ServiceMeshProps(Props):
    """Istio, and what holds for every proxy of it."""

    revision: Revision = ISTIO_REVISION
    """Under which name this control plane runs, beside others during an upgrade; the pinned version's if not given."""
    tags: Distinct[Revision] = ()
    """Further names that point to this revision, for namespaces (`istio.io/rev: stable`). None if not given."""
    namespace: Label = "istio-system"
    """Where control plane and gateway run, and the rules of the whole mesh stand; `istio-system` if not given."""
    istiod: Replicas = Replicas(min=3, max=6)
    """Pods of the control plane; 3 to 6 if not given, one in each zone. Without any, running proxies go on with what
    they know, and no pod starts."""
    gateway: Replicas = Replicas(min=3, max=12)
    """Pods of the ingress gateway; 3 to 12 if not given."""
    gateway_labels: Annotated[Mapping[LabelKey, LabelValue], Field(min_length=1)] = {"istio": "ingressgateway"}
    """The labels of its pods; those of Istio's own chart if not given."""
    priority_class: Label = "system-cluster-critical"
    """The PriorityClass of control plane and gateway, which must exist: nothing starts without the one and nobody gets
    in without the other. Kubernetes' own `system-cluster-critical` if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that run them; the platform's `workload=msa` if not given. istio-cni runs on every node."""
    collector: Label = "istio-tracing"
    """The Service in `namespace` that takes the proxies' spans (OTLP by gRPC, 4317); `istio-tracing` if not given."""
    sampling_percent: Annotated[float, Field(ge=0, le=100)] = 1.0
    """Percent of the requests from outside that are traced, if their caller did not decide; 1 if not given."""
    access_logs: Bool = True
    """Whether every proxy writes a line of JSON per request to its standard output. True if not given."""
    argocd_namespace: Label = "argocd"
    """Where Argo CD looks for Applications; `argocd` if not given."""
    argocd_cluster: Label | None = None
    """The name under which Argo CD knows this cluster; the one that it runs in if not given."""


class OutsideHostsProps(Props):
    """The hosts outside the mesh that services of a namespace may call."""

    hosts: Distinct[OutsideHost]
    """The hosts, by domain, on port 443; each gets one ServiceEntry, which only the Sidecars that name it can see."""
