"""Logins and receivers: which secrets there are, and how they come into the cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilitySpec
from x2bee_constructs.observability.routing import SECRETS

__all__ = ["GRAFANA_ADMIN", "GRAFANA_OIDC", "KIALI", "KIALI_KEY", "REMOTE_WRITE", "Source", "secret_objects", "sources"]

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


class Source(NamedTuple):
    """One secret of AWS, and where it goes in the cluster."""

    name: str
    """In Secrets Manager."""
    into: str
    """The Secret in the cluster."""
    namespace: str
    keys: dict[str, str | None]
    """What each key of that Secret is: a property of the JSON, or all of its text."""
    made: str | None = None
    """The property that AWS makes up; people put the secret in if not."""
    what: str = ""


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
    gathered: dict[tuple[str, str], list[Source]] = {}
    for one in sources(site, spec):
        gathered.setdefault((one.namespace, one.into), []).append(one)
    return {
        f"secret-{into}": external_secret(staged_meta(into, "monitoring", namespace), store, _data(found))
        for (namespace, into), found in gathered.items()
    }


def _data(found: list[Source]) -> list[es.ExternalSecretData]:
    return [remote(key, one.name, part) for one in found for key, part in sorted(one.keys.items())]
