"""What the mesh's parts are called; other rooms and Istio itself find them by these names."""

from __future__ import annotations

__all__ = [
    "ACCESS_LOG",
    "CNI_NAMESPACE",
    "CNI_RELEASE",
    "GATEWAY",
    "GATEWAY_PORT",
    "PROJECT",
    "STATUS_PORT",
    "TRACING",
    "istiod",
    "istiod_release",
]

CNI_RELEASE = "istio-cni"
"""The Helm release of what redirects the pods' traffic on each node."""

CNI_NAMESPACE = "kube-system"
"""Where istio-cni runs: its pods write on the node, which no namespace under `restricted` lets them."""

GATEWAY = "istio-ingressgateway"
"""The ingress gateway: its Helm release, Deployment, Service and ServiceAccount."""

GATEWAY_PORT = 8080
"""Where the gateway's proxy listens for what arrives at port 80 of its Service; no privileged port."""

PROJECT = "x2bee-mesh"
"""The Argo CD AppProject of Istio's charts."""

STATUS_PORT = 15021
"""Where it answers `/healthz/ready`."""

TRACING = "istio-tracing"
"""The provider of traces in Istio's configuration."""

ACCESS_LOG = "x2bee-access-log"
"""The provider of access logs in Istio's configuration."""


def istiod(revision: str) -> str:
    """The control plane of a revision: its Deployment and Service."""
    return f"istiod-{revision}"


def istiod_release(revision: str) -> str:
    """Its Helm release: one beside the other during an upgrade."""
    return istiod(revision)
