# Generated from Istio 1.30.3 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import Duration, IpOrCidr

__all__ = [
    "AuthorizationPolicy",
    "AuthorizationPolicyFrom",
    "AuthorizationPolicyOperation",
    "AuthorizationPolicyProvider",
    "AuthorizationPolicyRule",
    "AuthorizationPolicySelector",
    "AuthorizationPolicySource",
    "AuthorizationPolicySpec",
    "AuthorizationPolicyTargetRef",
    "AuthorizationPolicyTo",
    "AuthorizationPolicyWhen",
    "PeerAuthentication",
    "PeerAuthenticationMtls",
    "PeerAuthenticationSelector",
    "PeerAuthenticationSpec",
    "RequestAuthentication",
    "RequestAuthenticationFromHeader",
    "RequestAuthenticationJwtRule",
    "RequestAuthenticationOutputClaimToHeader",
    "RequestAuthenticationSelector",
    "RequestAuthenticationSpec",
    "RequestAuthenticationTargetRef",
]


class AuthorizationPolicyProvider(ApiStruct):
    name: str | None = None


class AuthorizationPolicySelector(ApiStruct):
    match_labels: Annotated[
        dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=4096)
    ] = None


class AuthorizationPolicyTargetRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: str | None = None


class AuthorizationPolicyWhen(ApiStruct):
    key: str
    not_values: list[str] | None = None
    values: list[str] | None = None


class AuthorizationPolicySource(ApiStruct):
    ip_blocks: list[IpOrCidr] | None = None
    namespaces: list[str] | None = None
    not_ip_blocks: list[IpOrCidr] | None = None
    not_namespaces: list[str] | None = None
    not_principals: list[str] | None = None
    not_remote_ip_blocks: list[IpOrCidr] | None = None
    not_request_principals: list[str] | None = None
    not_service_accounts: Annotated[
        list[Annotated[str, Field(max_length=320)]] | None, Field(max_length=16)
    ] = None
    not_trust_domains: list[str] | None = None
    principals: list[str] | None = None
    remote_ip_blocks: list[IpOrCidr] | None = None
    request_principals: list[str] | None = None
    service_accounts: Annotated[list[Annotated[str, Field(max_length=320)]] | None, Field(max_length=16)] = (
        None
    )
    trust_domains: list[str] | None = None


class AuthorizationPolicyOperation(ApiStruct):
    hosts: list[str] | None = None
    methods: list[str] | None = None
    not_hosts: list[str] | None = None
    not_methods: list[str] | None = None
    not_paths: list[str] | None = None
    not_ports: list[str] | None = None
    paths: list[str] | None = None
    ports: list[str] | None = None


class PeerAuthenticationMtls(ApiStruct):
    mode: Literal["UNSET", "DISABLE", "PERMISSIVE", "STRICT"] | None = None


class PeerAuthenticationSelector(ApiStruct):
    match_labels: Annotated[
        dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=4096)
    ] = None


class RequestAuthenticationSelector(ApiStruct):
    match_labels: Annotated[
        dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=4096)
    ] = None


class RequestAuthenticationTargetRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: str | None = None


class RequestAuthenticationFromHeader(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    prefix: str | None = None


class RequestAuthenticationOutputClaimToHeader(ApiStruct):
    claim: Annotated[str, Field(min_length=1)]
    header: Annotated[str, Field(min_length=1, pattern="^[-_A-Za-z0-9]+$")]


class AuthorizationPolicyFrom(ApiStruct):
    source: AuthorizationPolicySource | None = None


class AuthorizationPolicyTo(ApiStruct):
    operation: AuthorizationPolicyOperation | None = None


class PeerAuthenticationSpec(ApiStruct):
    mtls: PeerAuthenticationMtls | None = None
    port_level_mtls: Annotated[dict[str, PeerAuthenticationMtls] | None, Field(min_length=1)] = None
    selector: PeerAuthenticationSelector | None = None


class RequestAuthenticationJwtRule(CheckedStruct):
    checks = (at_most_one("jwks_uri", "jwks"),)
    audiences: list[Annotated[str, Field(min_length=1)]] | None = None
    forward_original_token: bool | None = None
    from_cookies: list[Annotated[str, Field(min_length=1)]] | None = None
    from_headers: list[RequestAuthenticationFromHeader] | None = None
    from_params: list[Annotated[str, Field(min_length=1)]] | None = None
    issuer: Annotated[str | None, Field(min_length=1)] = None
    jwks: str | None = None
    jwks_uri: Annotated[str | None, Field(max_length=2048, min_length=1)] = None
    output_claim_to_headers: list[RequestAuthenticationOutputClaimToHeader] | None = None
    output_payload_to_header: str | None = None
    space_delimited_claims: Annotated[
        list[Annotated[str, Field(min_length=1)]] | None, Field(max_length=64)
    ] = None
    timeout: Duration | None = None


class AuthorizationPolicyRule(ApiStruct):
    from_: Annotated[list[AuthorizationPolicyFrom] | None, Field(max_length=512)] = None
    to: list[AuthorizationPolicyTo] | None = None
    when: list[AuthorizationPolicyWhen] | None = None


class PeerAuthentication(KubeObject):
    api_version: Literal["security.istio.io/v1"] = "security.istio.io/v1"
    kind: Literal["PeerAuthentication"] = "PeerAuthentication"
    metadata: ObjectMeta
    spec: PeerAuthenticationSpec | None = None


class RequestAuthenticationSpec(CheckedStruct):
    checks = (at_most_one("selector", "target_ref", "target_refs"),)
    jwt_rules: Annotated[list[RequestAuthenticationJwtRule] | None, Field(max_length=4096)] = None
    selector: RequestAuthenticationSelector | None = None
    target_ref: RequestAuthenticationTargetRef | None = None
    target_refs: Annotated[list[RequestAuthenticationTargetRef] | None, Field(max_length=16)] = None


class AuthorizationPolicySpec(CheckedStruct):
    checks = (at_most_one("selector", "target_ref", "target_refs"),)
    action: Literal["ALLOW", "DENY", "AUDIT", "CUSTOM"] | None = None
    provider: AuthorizationPolicyProvider | None = None
    rules: Annotated[list[AuthorizationPolicyRule] | None, Field(max_length=512)] = None
    selector: AuthorizationPolicySelector | None = None
    target_ref: AuthorizationPolicyTargetRef | None = None
    target_refs: Annotated[list[AuthorizationPolicyTargetRef] | None, Field(max_length=16)] = None


class RequestAuthentication(KubeObject):
    api_version: Literal["security.istio.io/v1"] = "security.istio.io/v1"
    kind: Literal["RequestAuthentication"] = "RequestAuthentication"
    metadata: ObjectMeta
    spec: RequestAuthenticationSpec | None = None


class AuthorizationPolicy(KubeObject):
    api_version: Literal["security.istio.io/v1"] = "security.istio.io/v1"
    kind: Literal["AuthorizationPolicy"] = "AuthorizationPolicy"
    metadata: ObjectMeta
    spec: AuthorizationPolicySpec | None = None
