"""Logins and receivers: which secrets there are, and how they come into the cluster."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.kept_secrets import Source, source_objects
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilitySpec
from x2bee_constructs.observability.routing import SECRETS

__all__ = ["GRAFANA_ADMIN", "GRAFANA_OIDC", "KIALI", "KIALI_KEY", "REMOTE_WRITE", "secret_objects", "sources"]

GRAFANA_ADMIN = "grafana-admin"
"""The Secret with the administrator's name and password."""

GRAFANA_OIDC = "grafana-oidc"
"""The Secret with which Grafana says who it is at the identity provider."""

KIALI = "kiali"
"""The Secret that Kiali reads `oidc-secret` from; its own name for it."""

KIALI_KEY = "kiali-signing-key"
"""The Secret with the key of Kiali's sessions."""

REMOTE_WRITE = "remote-write"
"""The Secret with which Prometheus says who it is at the second store."""


def sources(site: Site, spec: ObservabilitySpec) -> tuple[Source, ...]:
    """Every secret that is needed, in the order of their names."""
    return tuple(sorted(_sources(site, spec)))


def _sources(site: Site, spec: ObservabilitySpec) -> Iterator[Source]:
    home, mesh = names.NAMESPACE, names.MESH
    admin = names.secret(site, "grafana/admin")
    both: dict[str, str | None] = {"admin-password": "password", "admin-user": "username"}
    yield Source(admin, GRAFANA_ADMIN, home, both, "password", "Grafana's administrator")
    key = names.secret(site, "kiali/signing-key")
    yield Source(key, KIALI_KEY, mesh, {"key": "key"}, "key", "Kiali's sessions")
    if spec.grafana.client_id:
        client: dict[str, str | None] = {"client-secret": "client-secret"}
        yield Source(names.secret(site, "grafana/oidc"), GRAFANA_OIDC, home, client, None, "Grafana at the login")
    if spec.kiali.client_id:
        yield Source(names.secret(site, "kiali/oidc"), KIALI, mesh, {"oidc-secret": "client-secret"}, None, "Kiali")
    far = spec.metrics.remote_write
    if far and far.login != "sigv4":
        wanted = ("password", "username") if far.login == "basic" else ("token",)
        into: dict[str, str | None] = {name: name for name in wanted}
        yield Source(names.secret(site, "remote-write"), REMOTE_WRITE, home, into, None, "Prometheus' second store")
    for receiver in sorted(spec.alerts.receivers):
        name = f"{names.secret(site, 'alerts')}/{receiver}"
        yield Source(name, SECRETS, home, {receiver: None}, None, f"the receiver {receiver} of alerts")


def secret_objects(site: Site, spec: ObservabilitySpec, store: str) -> dict[str, KubeObject]:
    """One ExternalSecret for each Secret of the cluster, by its name; several of AWS may go into one."""
    return source_objects(sources(site, spec), store, "monitoring")
