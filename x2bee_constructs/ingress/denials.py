"""Policies that deny at the gateway's pods, whatever else allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from x2bee_constructs.imports.istio import security_v1 as security
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps

__all__ = ["PORTS", "deny", "with_port"]

PORTS = [str(names.GATEWAY_PORT)]
"""Said, because whatever is not HTTP has no host, and a rule that denies by host alone would deny it everywhere."""


def deny(
    place: Place, props: IstioIngressProps, name: str, rules: Sequence[security.AuthorizationPolicyRule]
) -> security.AuthorizationPolicy:
    """One policy, which refuses (403) what any of the rules means."""
    labels = dict(props.surroundings.gateway_labels)
    return security.AuthorizationPolicy(
        metadata=place.early_meta(name),
        spec=security.AuthorizationPolicySpec(
            action="DENY",
            selector=security.AuthorizationPolicySelector(match_labels=labels),
            rules=list(rules),
        ),
    )


def with_port(hosts: Iterable[str]) -> list[str]:
    """A client may write the port behind the host, which then reads differently and means the same."""
    return [form for host in hosts for form in (host, f"{host}:*")]
