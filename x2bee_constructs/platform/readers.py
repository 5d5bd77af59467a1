"""From the platform to who may read which of its secrets (ADR 0015): each namespace what its own objects need.

A room whose namespace reads secrets gets one line in `secret_readers`, and its props the names of its stores
(`platform.stores`). Without, the handoff check reports that no store is open to the namespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.addons.readers import SecretReader, covers
from x2bee_constructs.batch import names as batch
from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names as database
from x2bee_constructs.delivery.argo import names as argo
from x2bee_constructs.delivery.argo.secrets import delivery_secrets
from x2bee_constructs.logging import names as logging
from x2bee_constructs.platform.apm import apm_namespaces, apm_secrets
from x2bee_constructs.platform.batch import schedulers
from x2bee_constructs.platform.databases import databases_of
from x2bee_constructs.platform.observability import observability_secrets
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sessions import session_users
from x2bee_constructs.platform.stores import APM, DATA, DELIVERY, LOGGING, OBSERVABILITY, TOOLCHAIN
from x2bee_constructs.platform.toolchain import toolchain_secrets
from x2bee_constructs.session import names as session
from x2bee_constructs.toolchain.names import SONARQUBE

__all__ = ["reader_faults", "secret_readers", "service_parameters_read", "service_secrets_read"]

_MOST_NAMES = 60
"""How many secrets are allowed by name: IAM allows a role 10,240 characters, and a name takes about 100."""


def secret_readers(platform: Platform) -> tuple[SecretReader, ...]:
    """Namespaces beside the services' own, and what they read."""
    return tuple(_readers(platform))


def _readers(platform: Platform) -> Iterator[SecretReader]:
    if homes := apm_namespaces(platform):
        vendors = tuple(_below(platform.site, name) for name in apm_secrets(platform))
        yield SecretReader(name=APM, namespaces=homes, secrets=vendors)
    if platform.used_databases:
        home = database.data_namespace(platform.site)
        # The logins too: a job gives each role its password.
        yield SecretReader(name=DATA, namespaces=(home,), secrets=("db-admin/*", "db/*"), parameters=("db/*",))
    if platform.delivery and (wanted := delivery_secrets(platform.site, platform.delivery)):
        read = tuple(_below(platform.site, name) for name in wanted)
        yield SecretReader(name=DELIVERY, namespaces=(argo.NAMESPACE,), secrets=read)
    if platform.logs and platform.logs.dashboards.login.kind == "internal":
        master = _below(platform.site, logging.master_secret(platform.site))
        yield SecretReader(name=LOGGING, namespaces=(logging.NAMESPACE,), secrets=(master,))
    if watching := observability_secrets(platform):
        homes = tuple(sorted({one.namespace for one in watching}))
        names = tuple(sorted({_below(platform.site, one.name) for one in watching}))
        yield SecretReader(name=OBSERVABILITY, namespaces=homes, secrets=names)
    if tools := toolchain_secrets(platform):
        homes = tuple(sorted({one.namespace for one in tools}))
        names = {_below(platform.site, one.name) for one in tools}
        kept = platform.toolchain.database if platform.toolchain else None
        names |= {_below(platform.site, database.secret(platform.site, SONARQUBE))} if kept else set()
        parameters = (f"db/{kept}/*",) if kept and platform.databases[kept].in_aws else ()
        yield SecretReader(name=TOOLCHAIN, namespaces=homes, secrets=tuple(sorted(names)), parameters=parameters)


def service_secrets_read(platform: Platform) -> tuple[str, ...]:
    """What the store of the services reads: each one's logins, what the file gives it, what a scheduler has.

    Never an administrator's. By name, and by folder where there are more than a role has room for.
    """
    site, found = platform.site, set[str]()
    for name, service in platform.enabled_services.items():
        found |= {wanted.secret for wanted in service.secrets.values()}
        if databases_of(service):
            found.add(_below(site, database.secret(site, name)))
    found |= {_below(site, session.secret(site, user.service)) for user in session_users(platform)}
    found |= {
        _below(site, batch.secret_name(site, name, kind)) for name in schedulers(platform) for kind in batch.SECRETS
    }
    if len(found) <= _MOST_NAMES:
        return tuple(sorted(found))
    return tuple(sorted({f"{folder}/*" if rest else folder for folder, _, rest in (n.partition("/") for n in found)}))


def service_parameters_read(platform: Platform) -> tuple[str, ...]:
    """What the store of the services reads of parameters: addresses of databases and of the session store."""
    databases = ("db/*",) if platform.used_databases else ()
    return (*databases, "session/*") if session_users(platform) else databases


def reader_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Each secret that a service is to be given and that is another's: the store of the services does not read it."""
    readers = secret_readers(platform)
    for name, service in platform.enabled_services.items():
        for variable, wanted in service.secrets.items():
            owner = next((r for r in readers if any(covers(one, wanted.secret) for one in r.secrets)), None)
            if owner:
                wrong = fault(
                    "X2B366",
                    f"'{wanted.secret}' is for {', '.join(owner.namespaces)} alone",
                    why="whoever may write an ExternalSecret of a service could read it, and the platform makes it",
                    fix=f"a name of the service's own, such as {name}/{wanted.secret.rpartition('/')[2]}",
                )
                yield ("services", name, "secrets", variable, "secret"), wrong, wanted.secret


def _below(site: Site, name: str) -> str:
    return name.removeprefix(f"{site.path}/")
