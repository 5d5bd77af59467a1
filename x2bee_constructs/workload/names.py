"""What both sides call a microservice."""

from __future__ import annotations

import hashlib
import re

from x2bee_constructs.core.names import Site, dns_label

__all__ = [
    "DNS_HOST",
    "alias_of_gateway",
    "config_map",
    "dashed",
    "files",
    "has_registry",
    "host",
    "image_name",
    "namespace",
    "network_host",
    "outside",
    "principal",
    "secret",
    "selector",
    "service_account",
    "url",
    "url_variable",
]


DNS_HOST = "kube-system/kube-dns.kube-system.svc.cluster.local"
"""The cluster's DNS, as a Sidecar names it; EKS' add-on CoreDNS keeps that name."""


def namespace(site: Site) -> str:
    """The namespace of the customer's services: `acme-app`."""
    return dns_label(f"{site.customer}-app", what="a namespace")


def service_account(service: str) -> str:
    """The ServiceAccount of a service: the service's own name."""
    return dns_label(service, what="a ServiceAccount")


def config_map(service: str) -> str:
    """The ConfigMap with a service's settings."""
    return dns_label(f"{service}-config", what="a ConfigMap")


def files(service: str) -> str:
    """The ConfigMap with a service's files."""
    return dns_label(f"{service}-files", what="a ConfigMap")


def secret(service: str) -> str:
    """The ExternalSecret with a service's secrets, and the Secret that it fills."""
    return dns_label(f"{service}-secrets", what="a Secret")


def selector(service: str) -> dict[str, str]:
    """The labels that select a service's pods: contract, because a Deployment's selector cannot change."""
    return {"app.kubernetes.io/instance": service, "app.kubernetes.io/name": service}


def url(service: str) -> str:
    """Where other services of the namespace reach it: port 80 of its Service."""
    return f"http://{service}"


def host(service: str, namespace: str) -> str:
    """A Service as the mesh calls it, in full: short names depend on who reads them."""
    return f"{service}.{namespace}.svc.cluster.local"


def principal(service_account: str, namespace: str) -> str:
    """Who a pod is, as its certificate says. `cluster.local` stands for the mesh's own trust domain, whatever it is."""
    return f"cluster.local/ns/{namespace}/sa/{service_account}"


def outside(host: str) -> str:
    """The ServiceEntry of a host outside: a DNS label, with enough of a hash to keep `a-b.c` and `a.b-c` apart."""
    return dns_label(f"to-{dashed(host)[:50].rstrip('-')}-{hashlib.sha256(host.encode()).hexdigest()[:8]}")


def network_host(service: str, cidr: str) -> str:
    """What the mesh calls a network that one service may reach; no DNS knows it."""
    return f"{dashed(cidr)}.{service}.egress.internal"


def dashed(text: str) -> str:
    """A host or a network as part of a name: `10-20-0-0-16`."""
    return re.sub(r"[./]", "-", text)


def url_variable(service: str) -> str:
    """The environment variable that carries a service's address: `X2BEE_API_MEMBER_URL`."""
    return re.sub(r"[^A-Z0-9]", "_", service.upper()) + "_URL"


def alias_of_gateway(site: Site, gateway: str) -> str:
    """The name under which older storefront images call the gateway: `acme-x2bee-gw-svc`."""
    return dns_label(f"{site.customer}-{gateway}-svc", what="a Service")


def has_registry(image: str) -> bool:
    """Whether the image names its registry, as container runtimes decide it: a dot or colon before the first slash."""
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first)


def image_name(image: str) -> str:
    """An image without registry, tag and digest, for one that has no registry."""
    return image.partition("@")[0].partition(":")[0]
