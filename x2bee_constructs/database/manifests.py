"""A service's credentials as ExternalSecrets: one Secret per database, in the shape that its program reads."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.database import names
from x2bee_constructs.database.credentials import (
    CA_FOLDER,
    CertificateAuthority,
    DatabaseCredentialsProps,
    Endpoints,
    endpoints,
)
from x2bee_constructs.imports.external_secrets import v1 as eso
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.workload.names import namespace

__all__ = ["ca_mount", "ca_volume", "credentials_objects", "external_secret", "remote"]

_CA_VOLUME = "database-ca"

_CONNECT_SECONDS = 5
"""Our judgement: a database of the same region answers within milliseconds, or not at all."""

_WATCH_MS = 3000
"""How long the wrapper's own probes wait; without a number they would wait for ever (its documentation of `efm`)."""

_FAILOVER_MS = 60_000
"""Our judgement: Aurora has a new writer within a minute, usually within half of one."""

_ESCAPED = '| urlquery | replace "+" "%20" }}'
"""`urlquery` is meant for what follows the `?` of an address, where a space is a plus."""


def credentials_objects(site: Site, props: DatabaseCredentialsProps) -> dict[str, KubeObject]:
    """One ExternalSecret for each database, by the database's name; its Secret is named as it is.

    Raises `ValueError` if the service's name is too long for a role of PostgreSQL.
    """
    names.login(props.service)
    return {database: _credentials(site, database, props) for database in props.used}


def ca_volume(ca: CertificateAuthority) -> core_v1.Volume:
    """The volume with the certificate authority, for `MsaDeploymentProps.volumes`."""
    item = core_v1.KeyToPath(key=ca.key, path=ca.key)
    return core_v1.Volume(
        name=_CA_VOLUME, config_map=core_v1.ConfigMapVolumeSource(name=ca.config_map, items=[item], default_mode=0o444)
    )


def ca_mount() -> core_v1.VolumeMount:
    """Where the program's container mounts it, for `MsaDeploymentProps.volume_mounts`."""
    return core_v1.VolumeMount(name=_CA_VOLUME, mount_path=CA_FOLDER, read_only=True)


def _credentials(site: Site, database: str, props: DatabaseCredentialsProps) -> eso.ExternalSecret:
    where = endpoints(site, database, props)
    login = names.secret(site, props.service)
    data = [remote(what, login, what) for what in ("username", "password")]
    data += [remote(what, name, store=props.parameter_store) for what, name in where.parameters.items()]
    shape = _node if props.client == "node" else _spring
    template = eso.ExternalSecretTemplate(
        engine_version="v2",
        merge_policy="Replace",
        data=dict(sorted(shape(database, where, props).items())),
    )
    name = names.credentials(props.service, database)
    return external_secret(staged_meta(name, "databases", namespace(site)), props.secret_store, data, template)


def _spring(database: str, where: Endpoints, props: DatabaseCredentialsProps) -> dict[str, str]:
    writer, reader = (_jdbc(host, where.port, database, props) for host in (where.writer, where.reader))
    found = {"WRITER_URL": writer, "READER_URL": reader, **_login()}
    made = {f"DATASOURCE_{_variable(database)}_{key}": value for key, value in found.items()}
    if database == props.used[0]:
        usual = writer if database in props.databases else reader
        made |= {f"SPRING_DATASOURCE_{key}": value for key, value in {"URL": usual, **_login()}.items()}
    return made


def _node(database: str, where: Endpoints, props: DatabaseCredentialsProps) -> dict[str, str]:
    prefix = f"DATABASE_{_variable(database)}"
    writer, reader = (_postgres(host, where.port, database, props) for host in (where.writer, where.reader))
    return {f"{prefix}_URL": writer if database in props.databases else reader, f"{prefix}_READER_URL": reader}


def _jdbc(host: str, port: str, database: str, props: DatabaseCredentialsProps) -> str:
    """The address for JDBC.

    It names no schema: `search_path` is the role's own, and PgBouncer refuses clients that begin with another. The
    wrapper splits no reads: its documentation advises two addresses where Spring and an outer pool decide.
    """
    wrapped = props.client == "aws-jdbc-wrapper"
    watched = wrapped and database not in props.in_cluster
    unit = 1000 if wrapped else 1  # the driver counts seconds, the wrapper milliseconds
    # What watches the database needs no bound for statements: it knows a slow one from a dead server.
    statement = {} if watched else {"socketTimeout": props.statement_seconds * unit}
    said = {
        "ApplicationName": props.service,
        "connectTimeout": _CONNECT_SECONDS * unit,
        "tcpKeepAlive": "true",
        **statement,
        **_tls(database, props),
        **(_wrapper(database, watched) if wrapped else {}),
    }
    scheme = "jdbc:aws-wrapper:postgresql" if wrapped else "jdbc:postgresql"
    return f"{scheme}://{host}:{port}/{database}?{_query(said)}"


def _wrapper(database: str, watched: bool) -> dict[str, object]:
    """The id always: without one the wrapper keeps one topology for all clusters, and would fail over to another."""
    if not watched:  # no Aurora: its plugins would ask for what is not there
        return {"clusterId": database, "wrapperDialect": "pg", "wrapperPlugins": ""}
    return {
        "clusterId": database,
        "failoverTimeoutMs": _FAILOVER_MS,
        "monitoring-connectTimeout": _WATCH_MS,
        "monitoring-socketTimeout": _WATCH_MS,
        "wrapperDialect": "aurora-pg",
        "wrapperPlugins": "auroraConnectionTracker,failover2,efm2",
    }


def _postgres(host: str, port: str, database: str, props: DatabaseCredentialsProps) -> str:
    """The address for node-postgres.

    To it `require` means to verify against Node.js' list of authorities, on which AWS's for databases is not, unless it
    is told to mean by it what everybody else does.
    """
    tls = _tls(database, props)
    libpq = {"uselibpqcompat": "true"} if tls["sslmode"] == "require" else {}
    user = f"{{{{ .username {_ESCAPED}:{{{{ .password {_ESCAPED}"
    return f"postgresql://{user}@{host}:{port}/{database}?{_query({'application_name': props.service, **tls, **libpq})}"


def _tls(database: str, props: DatabaseCredentialsProps) -> dict[str, str]:
    """A database in the cluster has a certificate of its operator's, which the given authority has not signed."""
    if props.ca and database not in props.in_cluster:
        return {"sslmode": "verify-full", "sslrootcert": props.ca.path}
    return {"sslmode": "require"}


def _login() -> dict[str, str]:
    return {"USERNAME": "{{ .username }}", "PASSWORD": "{{ .password }}"}


def _query(said: Mapping[str, object]) -> str:
    return urlencode(sorted(said.items(), key=lambda pair: pair[0].lower()), safe="/,")


def _variable(database: str) -> str:
    return database.upper().replace("-", "_")
