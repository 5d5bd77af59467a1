"""Who may use which host: the offices' networks, and those with a token. What is not allowed is denied first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import security_v1 as security
from x2bee_constructs.ingress.denials import PORTS, deny, with_port
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps, Jwt, JwtIssuer, JwtScope

__all__ = ["access_policies"]

_OFFICE = "x2bee-office-hosts"
_TOKENS = "x2bee-tokens"

_PREFLIGHT = "OPTIONS"
"""What a browser asks before a request from another site; it never carries a token (Fetch standard)."""


def access_policies(place: Place, props: IstioIngressProps) -> dict[str, KubeObject]:
    """The policies of the gateway's pods, by the id in the construct tree.

    All of them deny, whatever else allows: the mesh lets the gateway take what arrives at its port, and of policies
    that allow, one would be enough.
    """
    made: dict[str, KubeObject] = {}
    if props.office_hosts:
        made["office-hosts"] = deny(place, props, _OFFICE, [_strangers(props)])
    if props.jwt:
        made["tokens"] = _authentication(place, props, props.jwt)
        if props.jwt.required:
            made["token-hosts"] = deny(place, props, _TOKENS, [_without_token(scope) for scope in props.jwt.required])
    return made


def _strangers(props: IstioIngressProps) -> security.AuthorizationPolicyRule:
    """Whoever does not come from an office; without offices, everybody.

    The address is the one that the load balancer saw, if the gateway trusts it as its one proxy; if not, it is the load
    balancer's own, which is no office.
    """
    away = security.AuthorizationPolicySource(not_remote_ip_blocks=list(props.office_cidrs))
    return security.AuthorizationPolicyRule(
        from_=[security.AuthorizationPolicyFrom(source=away)] if props.office_cidrs else None,
        to=_to(props.office_hosts),
    )


def _without_token(scope: JwtScope) -> security.AuthorizationPolicyRule:
    nobody = security.AuthorizationPolicySource(not_request_principals=["*"])
    operation = security.AuthorizationPolicyOperation(
        hosts=with_port([scope.host]),
        ports=PORTS,
        paths=_below(scope.paths) or None,
        not_paths=_below(scope.open_paths) or None,
        not_methods=[_PREFLIGHT],
    )
    return security.AuthorizationPolicyRule(
        from_=[security.AuthorizationPolicyFrom(source=nobody)],
        to=[security.AuthorizationPolicyTo(operation=operation)],
    )


def _authentication(place: Place, props: IstioIngressProps, jwt: Jwt) -> security.RequestAuthentication:
    labels = dict(props.surroundings.gateway_labels)
    return security.RequestAuthentication(
        metadata=place.early_meta(_TOKENS),
        spec=security.RequestAuthenticationSpec(
            selector=security.RequestAuthenticationSelector(match_labels=labels),
            jwt_rules=[_jwt_rule(issuer) for issuer in jwt.issuers],
        ),
    )


def _jwt_rule(issuer: JwtIssuer) -> security.RequestAuthenticationJwtRule:
    return security.RequestAuthenticationJwtRule(
        issuer=issuer.issuer,
        jwks_uri=issuer.jwks_uri,
        audiences=list(issuer.audiences) or None,
        # The services behind decide what its owner may do.
        forward_original_token=True,
    )


def _to(hosts: Iterable[str]) -> list[security.AuthorizationPolicyTo]:
    operation = security.AuthorizationPolicyOperation(hosts=with_port(hosts), ports=PORTS)
    return [security.AuthorizationPolicyTo(operation=operation)]


def _below(paths: Sequence[str]) -> list[str]:
    """Each path and what is below it, as Istio writes it."""
    return [form for path in paths for form in dict.fromkeys((path, f"{path.rstrip('/')}/*"))]
