"""The types of single values in the props of this room."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import AfterValidator

from x2bee_constructs.core.faults import fault, matching, show
from x2bee_constructs.core.names import LabelKey

__all__ = ["AddonName", "KubernetesVersion", "OwnLabelKey", "PrivateCidr", "PublicCidr", "RoleName", "ServiceCidr"]

_UNROUTED = tuple(IPv4Network(text) for text in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"))
_SERVICE_BLOCKS = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))

_PRIVATE = (*_SERVICE_BLOCKS, IPv4Network("100.64.0.0/10"))
"""RFC 1918, and RFC 6598, which VPNs and Transit Gateways are given."""


def _network(text: str, expected: str) -> IPv4Network:
    try:
        return IPv4Network(text)
    except ValueError as error:
        raise fault("X2B109", f"{show(text)} is not a network", expected=expected, why=str(error)) from None


def _public(text: str) -> str:
    expected = "public addresses that are yours, as IPv4 CIDR of prefix /16 to /32"
    network = _network(text, expected)
    why, fix = "", "name the addresses of your office or VPN, or leave the list out and come through the VPC"
    if any(network.subnet_of(block) for block in _PRIVATE):
        why = "the public endpoint never sees private addresses"
        fix = "name them in private_access_cidrs, for the endpoint inside the VPC"
    elif network.prefixlen < 16:
        why = "the API server would answer half the internet: one stolen credential is then enough"
    elif any(network.overlaps(block) for block in _UNROUTED):
        why = "nobody in the internet has these addresses"
    if why:
        raise fault("X2B109", f"{show(text)} cannot open the public endpoint", expected=expected, why=why, fix=fix)
    return str(network)


def _private(text: str) -> str:
    expected = "private addresses, as IPv4 CIDR of prefix /8 to /32 inside of 10/8, 172.16/12, 192.168/16 or 100.64/10"
    network = _network(text, expected)
    if not any(network.subnet_of(block) for block in _PRIVATE):
        why = "who reaches the endpoint inside the VPC has a private address there"
        fix = "name public addresses in public_access_cidrs, for the public endpoint"
        raise fault("X2B109", f"{show(text)} cannot open the private endpoint", expected=expected, why=why, fix=fix)
    return str(network)


def _services(text: str) -> str:
    expected = "a private network of prefix /12 to /24, such as 172.20.0.0/16"
    network = _network(text, expected)
    if not any(network.subnet_of(block) for block in _SERVICE_BLOCKS) or not 12 <= network.prefixlen <= 24:
        raise fault(
            "X2B109", f"{show(text)} cannot be the Services' network", expected=expected, why="EKS takes no other"
        )
    return text


def _not_reserved(key: str) -> str:
    domain = key.partition("/")[0] if "/" in key else ""
    taken = ("kubernetes.io", "k8s.io", "eks.amazonaws.com", "karpenter.sh", "karpenter.k8s.aws")
    if any(domain == name or domain.endswith(f".{name}") for name in taken):
        why = "Kubernetes, EKS and Karpenter keep these for themselves and refuse them on nodes"
        raise fault("X2B106", f"label '{key}' cannot be put on nodes", expected="a label of your own", why=why)
    return key


KubernetesVersion = Annotated[
    str, matching(r"1\.3[2-6]", "a version in quotes, from 1.32 to 1.36", "those that the manifests are judged against")
]
"""A minor version of Kubernetes, 1.32 to 1.36."""

AddonName = Literal[
    "vpc-cni",
    "kube-proxy",
    "coredns",
    "eks-pod-identity-agent",
    "aws-ebs-csi-driver",
    "eks-node-monitoring-agent",
]
"""An EKS add-on that the cluster has, unless its nodes are of Auto Mode."""

PublicCidr = Annotated[str, AfterValidator(_public)]
"""Public IPv4 addresses from which people may reach the API server."""

PrivateCidr = Annotated[str, AfterValidator(_private)]
"""Private IPv4 addresses from which people may reach the API server through the VPC."""

ServiceCidr = Annotated[str, AfterValidator(_services)]
"""The private network of the Services' addresses."""

RoleName = Annotated[
    str,
    matching(
        r"(?=.{1,512}$)([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,64}",
        "an IAM role's name, with its path if it has one: PlatformAdmin, or "
        "aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_…",
        "the ARN is made from name and account; the path belongs to it",
    ),
]
"""An IAM role of the cluster's account, by name, after its path if it has one."""

OwnLabelKey = Annotated[LabelKey, AfterValidator(_not_reserved)]
"""The key of a node label that is nobody else's."""
