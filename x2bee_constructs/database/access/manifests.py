"""The bootstrap job of one database, and what it reads."""

from __future__ import annotations

from importlib.resources import files

from x2bee_constructs.core.checkov import AS_SETTINGS, STANDARD, skips
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.database import names as database_names
from x2bee_constructs.database.access import names
from x2bee_constructs.database.access.pod import job
from x2bee_constructs.database.access.props import PostgresAccessProps
from x2bee_constructs.database.access.wanted import wanted_sql
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.workload.peers import addresses, isolating_policy, tcp, to_dns

__all__ = ["access_objects"]

_FILES = ("access.sh", "access.sql", "database.sql", "passwords.sql", "privileges.sql", "roles.sql", "schemas.sql",
          "sessions.sql", "tools.sql")  # fmt: skip


def access_objects(site: Site, props: PostgresAccessProps) -> dict[str, KubeObject]:
    """All objects by id. What the job reads is there, and healthy, a wave before it."""
    name = names.job(props.database)
    made: dict[str, KubeObject] = {
        "service-account": core_v1.ServiceAccount(metadata=_meta(site, name), automount_service_account_token=False),
        "config-map": core_v1.ConfigMap(metadata=_meta(site, name), data=_scripts(props)),
        "admin": _admin(site, props),
    }
    if props.logins:
        made["logins"] = _logins(site, props)
    made["network-policy"] = _network_policy(site, props)
    hook = {"argocd.argoproj.io/hook": "Sync", "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation"}
    hook |= skips(*STANDARD, AS_SETTINGS)
    made["job"] = job(_meta(site, name, WAVES["databases"], hook), site, props)
    return made


def _meta(site: Site, name: str, wave: int = WAVES["databases"] - 1, more: dict[str, str] | None = None) -> ObjectMeta:
    return ObjectMeta(
        name=name,
        namespace=database_names.data_namespace(site),
        labels={"app.kubernetes.io/part-of": "x2bee"},
        annotations={**(more or {}), "argocd.argoproj.io/sync-wave": str(wave)},
    )


def _scripts(props: PostgresAccessProps) -> dict[str, str]:
    folder = files("x2bee_constructs.database.access").joinpath("sql")
    scripts = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in _FILES}
    return dict(sorted({**scripts, "wanted.sql": wanted_sql(props)}.items()))


def _admin(site: Site, props: PostgresAccessProps) -> es.ExternalSecret:
    """As the variables that psql itself reads."""
    secret = database_names.admin_secret(site, props.database)
    data = [remote("PGPASSWORD", secret, "password"), remote("PGUSER", secret, "username")]
    if not props.host:
        writer = database_names.parameter(site, props.database, "writer")
        data.insert(0, remote("PGHOST", writer, store=props.parameter_store))
    return external_secret(_meta(site, names.admin(props.database)), props.secret_store, data)


def _logins(site: Site, props: PostgresAccessProps) -> es.ExternalSecret:
    data = [
        remote(names.variable(service), database_names.secret(site, service), "password")
        for service in sorted(login.service for login in props.logins)
    ]
    return external_secret(_meta(site, names.logins(props.database)), props.secret_store, data)


def _network_policy(site: Site, props: PostgresAccessProps) -> net.NetworkPolicy:
    """Nobody reaches the job; it reaches DNS and its database."""
    cluster = LabelSelector(match_labels={"cnpg.io/cluster": database_names.in_cluster(props.database)})
    there = addresses(props.cidrs) or [net.NetworkPolicyPeer(pod_selector=cluster)]
    job = names.job(props.database)
    out = [to_dns(), net.NetworkPolicyEgressRule(to=there, ports=tcp(props.port))]
    return isolating_policy(_meta(site, job), {"app.kubernetes.io/name": job}, out=out)
