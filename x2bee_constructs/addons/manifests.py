"""The add-ons as Argo CD Applications, and the stores that External Secrets reads from."""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.readers import role_arn
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as eso

__all__ = ["add_on_objects", "store_objects"]

_SERVICES = {names.SECRETS_MANAGER: "SecretsManager", names.PARAMETER_STORE: "ParameterStore"}
"""What each store reads."""


def add_on_objects(site: Site, props: AddOnsProps) -> dict[str, KubeObject]:
    """The AppProject and one Application for each chart, by id: `project`, then the charts' names."""
    what = "What every cluster of the platform runs beside its services"
    return release_objects(
        Project(names.PROJECT, what, props.argocd_namespace, props.argocd_cluster), add_ons(site, props)
    )


def store_objects(site: Site, props: AddOnsProps) -> dict[str, KubeObject]:
    """The ClusterSecretStores, by name: two for the services, and two for each reader of its own."""
    made: dict[str, KubeObject] = {
        name: _store(name, service, props, props.secret_namespaces) for name, service in _SERVICES.items()
    }
    for reader in sorted(props.secret_readers, key=lambda one: one.name):
        role = role_arn(site, props.account, reader)
        for store, service in _SERVICES.items():
            if reader.secrets if service == "SecretsManager" else reader.parameters:
                name = names.reader_store(store, reader.name)
                made[name] = _store(name, service, props, reader.namespaces, role)
    return made


def _store(
    name: str, service: str, props: AddOnsProps, namespaces: Sequence[str], role: str | None = None
) -> eso.ClusterSecretStore:
    """Without `auth`: the controller's own pod identity reads, or takes the role and reads as that."""
    conditions = [eso.ClusterSecretStoreCondition(namespaces=list(namespaces))] if namespaces else None
    said = {"region": props.region, "service": service, "sessionTagsPolicy": "None"}  # a default, or Argo CD differs
    aws = eso.ClusterSecretStoreAws.model_validate(said | ({"role": role} if role else {}))
    return eso.ClusterSecretStore(
        metadata=staged_meta(name, "stores", sync_options="SkipDryRunOnMissingResource=true"),
        spec=eso.ClusterSecretStoreSpec(conditions=conditions, provider=eso.ClusterSecretStoreProvider(aws=aws)),
    )
