# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Literal

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one, exactly_one
from .core_v1 import TypedLocalObjectReference
from .meta_v1 import LabelSelector, ObjectMeta
from .values import Cidr, Port, PortOrName

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


class NetworkPolicyPort(ApiStruct):
    end_port: Port | None = None
    port: PortOrName | None = None
    protocol: Literal["TCP", "UDP", "SCTP"] | None = None


class IPBlock(ApiStruct):
    cidr: Cidr
    except_: list[Cidr] | None = None


class IngressClassParametersReference(ApiStruct):
    kind: str
    name: str
    api_group: str | None = None
    namespace: str | None = None
    scope: str | None = None


class IngressTLS(ApiStruct):
    hosts: list[str] | None = None
    secret_name: str | None = None


class ServiceBackendPort(ApiStruct):
    name: str | None = None
    number: Port | None = None


class NetworkPolicyPeer(CheckedStruct):
    checks = (
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
    controller: str | None = None
    parameters: IngressClassParametersReference | None = None


class IngressServiceBackend(ApiStruct):
    name: str
    port: ServiceBackendPort | None = None


class NetworkPolicyIngressRule(ApiStruct):
    from_: list[NetworkPolicyPeer] | None = None
    ports: list[NetworkPolicyPort] | None = None


class IngressClass(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["IngressClass"] = "IngressClass"
    metadata: ObjectMeta
    spec: IngressClassSpec | None = None


class IngressBackend(CheckedStruct):
    checks = (exactly_one("resource", "service"),)
    resource: TypedLocalObjectReference | None = None
    service: IngressServiceBackend | None = None


class NetworkPolicySpec(ApiStruct):
    egress: list[NetworkPolicyEgressRule] | None = None
    ingress: list[NetworkPolicyIngressRule] | None = None
    pod_selector: LabelSelector | None = None
    policy_types: list[Literal["Ingress", "Egress"]] | None = None


class HTTPIngressPath(ApiStruct):
    backend: IngressBackend
    path: str | None = None
    path_type: Literal["Exact", "Prefix", "ImplementationSpecific"]


class NetworkPolicy(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["NetworkPolicy"] = "NetworkPolicy"
    metadata: ObjectMeta
    spec: NetworkPolicySpec


class HTTPIngressRuleValue(ApiStruct):
    paths: list[HTTPIngressPath]


class IngressRule(ApiStruct):
    host: str | None = None
    http: HTTPIngressRuleValue | None = None


class IngressSpec(ApiStruct):
    default_backend: IngressBackend | None = None
    ingress_class_name: str | None = None
    rules: list[IngressRule] | None = None
    tls: list[IngressTLS] | None = None


class Ingress(KubeObject):
    api_version: Literal["networking.k8s.io/v1"] = "networking.k8s.io/v1"
    kind: Literal["Ingress"] = "Ingress"
    metadata: ObjectMeta
    spec: IngressSpec | None = None
