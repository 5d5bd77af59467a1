"""The Kubernetes half of the toolchain as objects."""

from __future__ import annotations

from x2bee_constructs.core.argo import Project, release_objects
from x2bee_constructs.core.kept_secrets import source_objects
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.toolchain.charts import components
from x2bee_constructs.toolchain.names import PROJECT
from x2bee_constructs.toolchain.namespaces import namespaces
from x2bee_constructs.toolchain.policies import policies
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.secrets import sources
from x2bee_constructs.toolchain.setup.job import setup_objects
from x2bee_constructs.toolchain.sonarqube import database_secret

__all__ = ["toolchain_objects"]


def toolchain_objects(site: Site, props: ToolchainProps) -> dict[str, KubeObject]:
    """All of one cluster, by the id that each has in the construct tree."""
    project = Project(PROJECT, "Tools that build and judge code", props.argocd_namespace, props.argocd_cluster)
    return {
        **namespaces(props),
        **policies(props),
        **source_objects(sources(site, props), props.secret_store, "toolchain"),
        **release_objects(project, components(props)),
        **_sonarqube(props),
    }


def _sonarqube(props: ToolchainProps) -> dict[str, KubeObject]:
    if not props.sonarqube or not props.database:
        return {}
    secret = database_secret(props, props.database, props.parameter_store)
    return {"secret-database": secret, **setup_objects(props, props.sonarqube)}
