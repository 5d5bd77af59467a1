# Generated from Gateway API 1.6.1 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    at_least_one,
    at_most_one,
    begins,
    needs,
    only_with,
    ordered,
    unique,
)
from ..k8s.meta_v1 import LabelSelector, ObjectMeta

__all__ = [
    "BackendTLSPolicy",
    "BackendTLSPolicyCaCertificateRef",
    "BackendTLSPolicySpec",
    "BackendTLSPolicySubjectAltName",
    "BackendTLSPolicyTargetRef",
    "BackendTLSPolicyValidation",
    "GRPCRoute",
    "GRPCRouteBackendRef",
    "GRPCRouteExtensionRef",
    "GRPCRouteFilter",
    "GRPCRouteFraction",
    "GRPCRouteHeader",
    "GRPCRouteHeaderModifier",
    "GRPCRouteHeaderValue",
    "GRPCRouteMatch",
    "GRPCRouteMethod",
    "GRPCRouteParentRef",
    "GRPCRouteRequestMirror",
    "GRPCRouteRequestMirrorBackendRef",
    "GRPCRouteRule",
    "GRPCRouteSpec",
    "Gateway",
    "GatewayAddress",
    "GatewayAllowedListeners",
    "GatewayAllowedRoutes",
    "GatewayAllowedRoutesNamespaces",
    "GatewayBackend",
    "GatewayCaCertificateRef",
    "GatewayCertificateRef",
    "GatewayClass",
    "GatewayClassParametersRef",
    "GatewayClassSpec",
    "GatewayDefault",
    "GatewayFrontend",
    "GatewayInfrastructure",
    "GatewayKind",
    "GatewayListener",
    "GatewayListenerTls",
    "GatewayNamespaces",
    "GatewayParametersRef",
    "GatewayPerPort",
    "GatewaySpec",
    "GatewayTls",
    "GatewayValidation",
    "HTTPRoute",
    "HTTPRouteBackendRef",
    "HTTPRouteCors",
    "HTTPRouteExtensionRef",
    "HTTPRouteFilter",
    "HTTPRouteFraction",
    "HTTPRouteHeader",
    "HTTPRouteHeaderModifier",
    "HTTPRouteHeaderValue",
    "HTTPRouteMatch",
    "HTTPRouteParentRef",
    "HTTPRoutePath",
    "HTTPRoutePathModifier",
    "HTTPRouteQueryParam",
    "HTTPRouteRequestMirror",
    "HTTPRouteRequestMirrorBackendRef",
    "HTTPRouteRequestRedirect",
    "HTTPRouteRule",
    "HTTPRouteSpec",
    "HTTPRouteTimeouts",
    "HTTPRouteUrlRewrite",
    "ReferenceGrant",
    "ReferenceGrantFrom",
    "ReferenceGrantSpec",
    "ReferenceGrantTo",
]


class BackendTLSPolicyTargetRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]
    section_name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None


class BackendTLSPolicyCaCertificateRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]


class BackendTLSPolicySubjectAltName(ApiStruct):
    hostname: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    type: Literal["Hostname", "URI"]
    uri: Annotated[
        str | None,
        Field(
            max_length=253, min_length=1, pattern="^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?"
        ),
    ] = None


class GRPCRouteParentRef(ApiStruct):
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    section_name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None


class GRPCRouteExtensionRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]


class GRPCRouteHeader(ApiStruct):
    name: Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
    type: Literal["Exact", "RegularExpression"] | None = None
    value: Annotated[str, Field(max_length=4096, min_length=1)]


class GRPCRouteMethod(CheckedStruct):
    checks = (at_least_one("service", "method"),)
    method: Annotated[str | None, Field(max_length=1024)] = None
    service: Annotated[str | None, Field(max_length=1024)] = None
    type: Literal["Exact", "RegularExpression"] | None = None


class GRPCRouteHeaderValue(ApiStruct):
    name: Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
    value: Annotated[str, Field(max_length=4096, min_length=1)]


class GRPCRouteRequestMirrorBackendRef(CheckedStruct):
    checks = (needs("port", "kind", "Service", ""),)
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None


class GRPCRouteFraction(CheckedStruct):
    checks = (ordered("numerator", "denominator"),)
    denominator: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    numerator: Annotated[int, Field(ge=0, le=2147483647)]


class GatewayAddress(ApiStruct):
    type: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
        ),
    ] = None
    value: Annotated[str | None, Field(max_length=253)] = None


class GatewayNamespaces(ApiStruct):
    from_: Literal["All", "Selector", "Same", "None"] | None = None
    selector: LabelSelector | None = None


class GatewayParametersRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]


class GatewayKind(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None


class GatewayAllowedRoutesNamespaces(ApiStruct):
    from_: Literal["All", "Selector", "Same"] | None = None
    selector: LabelSelector | None = None


class GatewayCertificateRef(ApiStruct):
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class GatewayCaCertificateRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class GatewayClassParametersRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class HTTPRouteParentRef(ApiStruct):
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    section_name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None


class HTTPRouteTimeouts(ApiStruct):
    backend_request: Annotated[str | None, Field(pattern="^([0-9]{1,5}(h|m|s|ms)){1,4}$")] = None
    request: Annotated[str | None, Field(pattern="^([0-9]{1,5}(h|m|s|ms)){1,4}$")] = None


class HTTPRouteCors(CheckedStruct):
    checks = (
        unique("allow_headers"),
        unique("allow_methods"),
        unique("allow_origins"),
        unique("expose_headers"),
    )
    allow_credentials: bool | None = None
    allow_headers: Annotated[
        list[
            Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
        ]
        | None,
        Field(max_length=64),
    ] = None
    allow_methods: Annotated[
        list[Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"]]
        | None,
        Field(max_length=9),
    ] = None
    allow_origins: Annotated[
        list[
            Annotated[
                str,
                Field(
                    max_length=253,
                    min_length=1,
                    pattern="(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)",
                ),
            ]
        ]
        | None,
        Field(max_length=64),
    ] = None
    expose_headers: Annotated[
        list[
            Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
        ]
        | None,
        Field(max_length=64),
    ] = None
    max_age: Annotated[int | None, Field(ge=1, le=2147483647)] = None


class HTTPRouteExtensionRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]


class HTTPRouteHeader(ApiStruct):
    name: Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
    type: Literal["Exact", "RegularExpression"] | None = None
    value: Annotated[str, Field(max_length=4096, min_length=1)]


class HTTPRoutePath(CheckedStruct):
    checks = (begins("value", "type", "/", "Exact", "PathPrefix", ""),)
    type: Literal["Exact", "PathPrefix", "RegularExpression"] | None = None
    value: Annotated[str | None, Field(max_length=1024)] = None


class HTTPRouteQueryParam(ApiStruct):
    name: Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
    type: Literal["Exact", "RegularExpression"] | None = None
    value: Annotated[str, Field(max_length=1024, min_length=1)]


class HTTPRouteHeaderValue(ApiStruct):
    name: Annotated[str, Field(max_length=256, min_length=1, pattern="^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$")]
    value: Annotated[str, Field(max_length=4096, min_length=1)]


class HTTPRouteRequestMirrorBackendRef(CheckedStruct):
    checks = (needs("port", "kind", "Service", ""),)
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None


class HTTPRouteFraction(CheckedStruct):
    checks = (ordered("numerator", "denominator"),)
    denominator: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    numerator: Annotated[int, Field(ge=0, le=2147483647)]


class HTTPRoutePathModifier(CheckedStruct):
    checks = (
        needs("replace_full_path", "type", "ReplaceFullPath"),
        only_with("replace_full_path", "type", "ReplaceFullPath"),
        needs("replace_prefix_match", "type", "ReplacePrefixMatch"),
        only_with("replace_prefix_match", "type", "ReplacePrefixMatch"),
    )
    replace_full_path: Annotated[str | None, Field(max_length=1024)] = None
    replace_prefix_match: Annotated[str | None, Field(max_length=1024)] = None
    type: Literal["ReplaceFullPath", "ReplacePrefixMatch"]


class ReferenceGrantFrom(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]
    namespace: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class ReferenceGrantTo(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str | None, Field(max_length=253, min_length=1)] = None
    group: Annotated[
        str,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ]


class BackendTLSPolicyValidation(ApiStruct):
    ca_certificate_refs: Annotated[list[BackendTLSPolicyCaCertificateRef] | None, Field(max_length=8)] = None
    hostname: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]
    subject_alt_names: Annotated[list[BackendTLSPolicySubjectAltName] | None, Field(max_length=5)] = None
    well_known_ca_certificates: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$",
            alias="wellKnownCACertificates",
        ),
    ] = None


class GRPCRouteMatch(CheckedStruct):
    checks = (unique("headers", "name"),)
    headers: Annotated[list[GRPCRouteHeader] | None, Field(max_length=16)] = None
    method: GRPCRouteMethod | None = None


class GRPCRouteHeaderModifier(CheckedStruct):
    checks = (
        unique("add", "name"),
        unique("remove"),
        unique("set", "name"),
    )
    add: Annotated[list[GRPCRouteHeaderValue] | None, Field(max_length=16)] = None
    remove: Annotated[list[str] | None, Field(max_length=16)] = None
    set: Annotated[list[GRPCRouteHeaderValue] | None, Field(max_length=16)] = None


class GRPCRouteRequestMirror(CheckedStruct):
    checks = (at_most_one("percent", "fraction"),)
    backend_ref: GRPCRouteRequestMirrorBackendRef
    fraction: GRPCRouteFraction | None = None
    percent: Annotated[int | None, Field(ge=0, le=100)] = None


class GatewayAllowedListeners(ApiStruct):
    namespaces: GatewayNamespaces | None = None


class GatewayInfrastructure(ApiStruct):
    annotations: Annotated[
        dict[str, Annotated[str, Field(max_length=4096, min_length=0)]] | None, Field(max_length=16)
    ] = None
    labels: Annotated[
        dict[
            str,
            Annotated[
                str,
                Field(max_length=63, min_length=0, pattern="^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"),
            ],
        ]
        | None,
        Field(max_length=8),
    ] = None
    parameters_ref: GatewayParametersRef | None = None


class GatewayAllowedRoutes(ApiStruct):
    kinds: Annotated[list[GatewayKind] | None, Field(max_length=8)] = None
    namespaces: GatewayAllowedRoutesNamespaces | None = None


class GatewayListenerTls(ApiStruct):
    certificate_refs: Annotated[list[GatewayCertificateRef] | None, Field(max_length=64)] = None
    mode: Literal["Terminate", "Passthrough"] | None = None
    options: Annotated[
        dict[str, Annotated[str, Field(max_length=4096, min_length=0)]] | None, Field(max_length=16)
    ] = None


class GatewayBackend(ApiStruct):
    client_certificate_ref: GatewayCertificateRef | None = None


class GatewayValidation(ApiStruct):
    ca_certificate_refs: Annotated[list[GatewayCaCertificateRef], Field(max_length=16, min_length=1)]
    mode: Literal["AllowValidOnly", "AllowInsecureFallback"] | None = None


class GatewayClassSpec(ApiStruct):
    controller_name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
        ),
    ]
    description: Annotated[str | None, Field(max_length=64)] = None
    parameters_ref: GatewayClassParametersRef | None = None


class HTTPRouteMatch(CheckedStruct):
    checks = (
        unique("headers", "name"),
        unique("query_params", "name"),
    )
    headers: Annotated[list[HTTPRouteHeader] | None, Field(max_length=16)] = None
    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"] | None = (
        None
    )
    path: HTTPRoutePath | None = None
    query_params: Annotated[list[HTTPRouteQueryParam] | None, Field(max_length=16)] = None


class HTTPRouteHeaderModifier(CheckedStruct):
    checks = (
        unique("add", "name"),
        unique("remove"),
        unique("set", "name"),
    )
    add: Annotated[list[HTTPRouteHeaderValue] | None, Field(max_length=16)] = None
    remove: Annotated[list[str] | None, Field(max_length=16)] = None
    set: Annotated[list[HTTPRouteHeaderValue] | None, Field(max_length=16)] = None


class HTTPRouteRequestMirror(CheckedStruct):
    checks = (at_most_one("percent", "fraction"),)
    backend_ref: HTTPRouteRequestMirrorBackendRef
    fraction: HTTPRouteFraction | None = None
    percent: Annotated[int | None, Field(ge=0, le=100)] = None


class HTTPRouteRequestRedirect(ApiStruct):
    hostname: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    path: HTTPRoutePathModifier | None = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    scheme: Literal["http", "https"] | None = None
    status_code: Literal[301, 302, 303, 307, 308] | None = None


class HTTPRouteUrlRewrite(ApiStruct):
    hostname: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    path: HTTPRoutePathModifier | None = None


class ReferenceGrantSpec(ApiStruct):
    from_: Annotated[list[ReferenceGrantFrom], Field(max_length=16, min_length=1)]
    to: Annotated[list[ReferenceGrantTo], Field(max_length=16, min_length=1)]


class BackendTLSPolicySpec(ApiStruct):
    options: Annotated[
        dict[str, Annotated[str, Field(max_length=4096, min_length=0)]] | None, Field(max_length=16)
    ] = None
    target_refs: Annotated[list[BackendTLSPolicyTargetRef], Field(max_length=16, min_length=1)]
    validation: BackendTLSPolicyValidation


class GRPCRouteFilter(CheckedStruct):
    checks = (
        only_with("request_header_modifier", "type", "RequestHeaderModifier"),
        needs("request_header_modifier", "type", "RequestHeaderModifier"),
        only_with("response_header_modifier", "type", "ResponseHeaderModifier"),
        needs("response_header_modifier", "type", "ResponseHeaderModifier"),
        only_with("request_mirror", "type", "RequestMirror"),
        needs("request_mirror", "type", "RequestMirror"),
        only_with("extension_ref", "type", "ExtensionRef"),
        needs("extension_ref", "type", "ExtensionRef"),
    )
    extension_ref: GRPCRouteExtensionRef | None = None
    request_header_modifier: GRPCRouteHeaderModifier | None = None
    request_mirror: GRPCRouteRequestMirror | None = None
    response_header_modifier: GRPCRouteHeaderModifier | None = None
    type: Literal["ResponseHeaderModifier", "RequestHeaderModifier", "RequestMirror", "ExtensionRef"]


class GatewayListener(ApiStruct):
    name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]
    allowed_routes: GatewayAllowedRoutes | None = None
    hostname: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    port: Annotated[int, Field(ge=1, le=65535)]
    protocol: Annotated[
        str,
        Field(
            max_length=255,
            min_length=1,
            pattern="^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$",
        ),
    ]
    tls: GatewayListenerTls | None = None


class GatewayDefault(ApiStruct):
    validation: GatewayValidation | None = None


class GatewayPerPort(ApiStruct):
    port: Annotated[int, Field(ge=1, le=65535)]
    tls: GatewayDefault


class GatewayClass(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["GatewayClass"] = "GatewayClass"
    metadata: ObjectMeta
    spec: GatewayClassSpec


class HTTPRouteFilter(CheckedStruct):
    checks = (
        only_with("cors", "type", "CORS"),
        needs("cors", "type", "CORS"),
        only_with("request_header_modifier", "type", "RequestHeaderModifier"),
        needs("request_header_modifier", "type", "RequestHeaderModifier"),
        only_with("response_header_modifier", "type", "ResponseHeaderModifier"),
        needs("response_header_modifier", "type", "ResponseHeaderModifier"),
        only_with("request_mirror", "type", "RequestMirror"),
        needs("request_mirror", "type", "RequestMirror"),
        only_with("request_redirect", "type", "RequestRedirect"),
        needs("request_redirect", "type", "RequestRedirect"),
        only_with("url_rewrite", "type", "URLRewrite"),
        needs("url_rewrite", "type", "URLRewrite"),
        only_with("extension_ref", "type", "ExtensionRef"),
        needs("extension_ref", "type", "ExtensionRef"),
    )
    cors: HTTPRouteCors | None = None
    extension_ref: HTTPRouteExtensionRef | None = None
    request_header_modifier: HTTPRouteHeaderModifier | None = None
    request_mirror: HTTPRouteRequestMirror | None = None
    request_redirect: HTTPRouteRequestRedirect | None = None
    response_header_modifier: HTTPRouteHeaderModifier | None = None
    type: Literal[
        "RequestHeaderModifier",
        "ResponseHeaderModifier",
        "RequestMirror",
        "RequestRedirect",
        "URLRewrite",
        "ExtensionRef",
        "CORS",
    ]
    url_rewrite: HTTPRouteUrlRewrite | None = None


class ReferenceGrant(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["ReferenceGrant"] = "ReferenceGrant"
    metadata: ObjectMeta
    spec: ReferenceGrantSpec


class BackendTLSPolicy(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["BackendTLSPolicy"] = "BackendTLSPolicy"
    metadata: ObjectMeta
    spec: BackendTLSPolicySpec


class GRPCRouteBackendRef(CheckedStruct):
    checks = (needs("port", "kind", "Service", ""),)
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    filters: Annotated[list[GRPCRouteFilter] | None, Field(max_length=16)] = None
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    weight: Annotated[int | None, Field(ge=0, le=1000000)] = None


class GatewayFrontend(CheckedStruct):
    checks = (unique("per_port", "port"),)
    default: GatewayDefault
    per_port: Annotated[list[GatewayPerPort] | None, Field(max_length=64)] = None


class HTTPRouteBackendRef(CheckedStruct):
    checks = (needs("port", "kind", "Service", ""),)
    kind: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
    ] = None
    name: Annotated[str, Field(max_length=253, min_length=1)]
    filters: Annotated[list[HTTPRouteFilter] | None, Field(max_length=16)] = None
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    weight: Annotated[int | None, Field(ge=0, le=1000000)] = None


class GRPCRouteRule(ApiStruct):
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    backend_refs: Annotated[list[GRPCRouteBackendRef] | None, Field(max_length=16)] = None
    filters: Annotated[list[GRPCRouteFilter] | None, Field(max_length=16)] = None
    matches: Annotated[list[GRPCRouteMatch] | None, Field(max_length=64)] = None


class GatewayTls(ApiStruct):
    backend: GatewayBackend | None = None
    frontend: GatewayFrontend | None = None


class HTTPRouteRule(ApiStruct):
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    backend_refs: Annotated[list[HTTPRouteBackendRef] | None, Field(max_length=16)] = None
    filters: Annotated[list[HTTPRouteFilter] | None, Field(max_length=16)] = None
    matches: Annotated[list[HTTPRouteMatch] | None, Field(max_length=64)] = None
    timeouts: HTTPRouteTimeouts | None = None


class GRPCRouteSpec(ApiStruct):
    hostnames: Annotated[
        list[
            Annotated[
                str,
                Field(
                    max_length=253,
                    min_length=1,
                    pattern="^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                ),
            ]
        ]
        | None,
        Field(max_length=16),
    ] = None
    parent_refs: Annotated[list[GRPCRouteParentRef] | None, Field(max_length=32)] = None
    rules: Annotated[list[GRPCRouteRule] | None, Field(max_length=16)] = None


class GatewaySpec(CheckedStruct):
    checks = (unique("listeners", "name"),)
    addresses: Annotated[list[GatewayAddress] | None, Field(max_length=16)] = None
    allowed_listeners: GatewayAllowedListeners | None = None
    gateway_class_name: Annotated[str, Field(max_length=253, min_length=1)]
    infrastructure: GatewayInfrastructure | None = None
    listeners: Annotated[list[GatewayListener], Field(max_length=64, min_length=1)]
    tls: GatewayTls | None = None


class HTTPRouteSpec(ApiStruct):
    hostnames: Annotated[
        list[
            Annotated[
                str,
                Field(
                    max_length=253,
                    min_length=1,
                    pattern="^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
                ),
            ]
        ]
        | None,
        Field(max_length=16),
    ] = None
    parent_refs: Annotated[list[HTTPRouteParentRef] | None, Field(max_length=32)] = None
    rules: Annotated[list[HTTPRouteRule] | None, Field(max_length=16, min_length=1)] = None


class GRPCRoute(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["GRPCRoute"] = "GRPCRoute"
    metadata: ObjectMeta
    spec: GRPCRouteSpec


class Gateway(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["Gateway"] = "Gateway"
    metadata: ObjectMeta
    spec: GatewaySpec


class HTTPRoute(KubeObject):
    api_version: Literal["gateway.networking.k8s.io/v1"] = "gateway.networking.k8s.io/v1"
    kind: Literal["HTTPRoute"] = "HTTPRoute"
    metadata: ObjectMeta
    spec: HTTPRouteSpec
