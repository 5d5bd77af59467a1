# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    at_least_one,
    at_most_one,
    exactly_one,
    needs,
    ordered,
    requires,
)
from .core_v1 import TypedLocalObjectReference
from .meta_v1 import LabelSelector, ObjectMeta
from .values import AbsolutePath, Cidr, DnsSubdomain, HostName, Port, PortName, PortOrName, ServiceName

__all__ = [
    "HTTPIngressPath",
    "HTTPIngressRuleValue",
    "IPBlock",
    "Ingress",
    "IngressBackend",
    "IngressClass",
    "IngressClassParametersReference",
    "IngressClassSpec",
    "IngressRule",
    "IngressServiceBackend",
    "IngressSpec",
    "IngressTLS",
    "NetworkPolicy",
    "NetworkPolicyEgressRule",
    "NetworkPolicyIngressRule",
    "NetworkPolicyPeer",
    "NetworkPolicyPort",
    "NetworkPolicySpec",
    "ServiceBackendPort",
]


class NetworkPolicyPort(CheckedStruct):
    checks = (
        requires("end_port", "port"),
        ordered("port", "end_port"),
    )
    end_port: Port | None = None
    port: PortOrName | None = None
    protocol: Literal["TCP", "UDP", "SCTP"] | None = None


class IPBlock(ApiStruct):
    cidr: Cidr
    except_: list[Cidr] | None = None


class IngressClassParametersReference(ApiStruct):
    kind: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    api_group: DnsSubdomain | None = None
    namespace: str | None = None
    scope: Literal["Cluster", "Namespace"] | None = None


class IngressTLS(ApiStruct):
    hosts: list[HostName] | None = None
    secret_name: DnsSubdomain | Literal[""] | None = None


class ServiceBackendPort(CheckedStruct):
    checks = (exactly_one("name", "number"),)
    name: PortName | None = None
    number: Port | None = None


class NetworkPolicyPeer(CheckedStruct):
    checks = (
        at_least_one("ip_block", "namespace_selector", "pod_selector"),
        at_most_one("ip_block", "namespace_selector"),
        at_most_one("ip_block", "pod_selector"),
    )
    ip_block: IPBlock | None = None
    namespace_selector: LabelSelector | None = None
    pod_selector: LabelSelector | None = None


class NetworkPolicyEgressRule(ApiStruct):
    ports: list[NetworkPolicyPort] | None = None
    to: list[NetworkPolicyPeer] | None = None


class IngressClassSpec(ApiStruct):
    controller: Annotated[str, Field(max_length=250, pattern="^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/.+$")]
    parameters: IngressClassParametersReference | None = None


class IngressServiceBackend(ApiStruct):
    name: ServiceName
    port: ServiceBackendPort


class NetworkPolicyIngressRule(ApiStruct):
    from_: list[NetworkPolicyPeer] | None = None
    ports: list[NetworkPolicyPort] | None = None


class IngressClass(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["IngressClass"] = "IngressClass"
    metadata: ObjectMeta
    spec: IngressClassSpec


class IngressBackend(CheckedStruct):
    checks = (exactly_one("resource", "service"),)
    resource: TypedLocalObjectReference | None = None
    service: IngressServiceBackend | None = None


class NetworkPolicySpec(ApiStruct):
    egress: list[NetworkPolicyEgressRule] | None = None
    ingress: list[NetworkPolicyIngressRule] | None = None
    pod_selector: LabelSelector | None = None
    policy_types: list[Literal["Ingress", "Egress"]] | None = None


class HTTPIngressPath(CheckedStruct):
    checks = (needs("path", "path_type", "Exact", "Prefix"),)
    backend: IngressBackend
    path: AbsolutePath | None = None
    path_type: Literal["Exact", "Prefix", "ImplementationSpecific"]


class NetworkPolicy(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["NetworkPolicy"] = "NetworkPolicy"
    metadata: ObjectMeta
    spec: NetworkPolicySpec


class HTTPIngressRuleValue(ApiStruct):
    paths: Annotated[list[HTTPIngressPath], Field(min_length=1)]


class IngressRule(ApiStruct):
    host: HostName | Literal[""] | None = None
    http: HTTPIngressRuleValue | None = None


class IngressSpec(CheckedStruct):
    checks = (at_least_one("default_backend", "rules"),)
    default_backend: IngressBackend | None = None
    ingress_class_name: DnsSubdomain | None = None
    rules: list[IngressRule] | None = None
    tls: list[IngressTLS] | None = None


class Ingress(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["Ingress"] = "Ingress"
    metadata: ObjectMeta
    spec: IngressSpec
