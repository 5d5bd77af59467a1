"""The constructs for the cluster's add-ons."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.addons.manifests import add_on_objects, store_objects
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site

__all__ = ["AddOnResources", "AddOns"]


class AddOns(Construct):
    """The cluster's add-ons: an Argo CD AppProject, and an Application for each chart.

    `objects` has each as an `ApiObject`: `project`, then by the chart's name (`keda`, `karpenter-crd` …).
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: AddOnsProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, add_on_objects(site, props))


class AddOnResources(Construct):
    """What services expect of the add-ons: the ClusterSecretStores `aws-secrets-manager` and `aws-parameter-store`.

    Those of `secret_readers` too. Apart from `AddOns`, because their kind is there only when External Secrets is.
    `objects` has each by its name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: AddOnsProps) -> None:
        """Make them for one site; they are of the cluster, so one of these per cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, store_objects(site, props))
