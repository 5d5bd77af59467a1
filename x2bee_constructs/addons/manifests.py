"""The add-ons as Argo CD Applications, and the stores that External Secrets reads from."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.external_secrets import v1 as eso

__all__ = ["add_on_objects", "store_objects"]


def add_on_objects(site: Site, props: AddOnsProps) -> dict[str, KubeObject]:
    """The AppProject and one Application for each chart, by id: `project`, then the charts' names."""
    what = "What every cluster of the platform runs beside its services"
    return release_objects(Project(names.PROJECT, what, props.argocd_namespace), add_ons(site, props))


def store_objects(props: AddOnsProps) -> dict[str, KubeObject]:
    """The two ClusterSecretStores, by name; services name them in their ExternalSecrets."""
    services = {names.SECRETS_MANAGER: "SecretsManager", names.PARAMETER_STORE: "ParameterStore"}
    return {name: _store(name, service, props) for name, service in services.items()}


def _store(name: str, service: str, props: AddOnsProps) -> eso.ClusterSecretStore:
    """Without `auth`: the controller's own pod identity reads."""
    conditions = [eso.ClusterSecretStoreCondition(namespaces=list(props.secret_namespaces))]
    aws = eso.ClusterSecretStoreAws.model_validate(
        {"region": props.region, "service": service, "sessionTagsPolicy": "None"}  # a default, or Argo CD differs
    )
    return eso.ClusterSecretStore(
        metadata=staged_meta(name, "stores", sync_options="SkipDryRunOnMissingResource=true"),
        spec=eso.ClusterSecretStoreSpec(
            conditions=conditions if props.secret_namespaces else None,
            provider=eso.ClusterSecretStoreProvider(aws=aws),
        ),
    )
