"""The Barman Cloud plugin of CloudNativePG: backups of databases in the cluster, to S3."""

from __future__ import annotations

from x2bee_constructs.addons.names import BARMAN_CLOUD, CLOUDNATIVE_PG_NAMESPACE
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName
from x2bee_constructs.core.chart_values import requests
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import PLUGIN_BARMAN_CLOUD
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements

__all__ = ["barman_cloud"]


class _Values(ApiStruct):
    """Values of the chart `plugin-barman-cloud`. Its CRD stays when it goes (`helm.sh/resource-policy: keep`)."""

    # The chart ends the old pod before it starts the new one; two would be no better off.
    replica_count: int = 1
    # The chart says `debug`; of two, the last one counts.
    additional_args: list[str] = ["--log-level=info"]  # noqa: RUF012 - a field of a frozen model
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    service_account: AccountName = AccountName(name=BARMAN_CLOUD)
    node_selector: dict[str, str]


def barman_cloud(site: Site, props: AddOnsProps) -> Component:
    """The add-on, the same for every site. It lives with the operator, which finds it by its Service.

    cert-manager must run: the certificates between the two are its. In AWS the databases' own pods are known, not this.
    """
    values = _Values(resources=requests("50m", "128Mi"), node_selector=dict(sorted(props.node_selector.items())))
    release = Release(PLUGIN_BARMAN_CLOUD, values, "controllers")
    return Component(BARMAN_CLOUD, CLOUDNATIVE_PG_NAMESPACE, (release,), (*RBAC, CRD))
