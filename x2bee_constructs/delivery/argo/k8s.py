"""The construct with which Argo CD brings a site's charts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cdk8s import ApiObject, App
from constructs import Construct

from x2bee_constructs.core.emission import outline
from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import Ignored
from x2bee_constructs.delivery.argo.delivered import Delivered, DeliveredChart, as_charts
from x2bee_constructs.delivery.argo.manifests import delivery_objects
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps

__all__ = ["ArgoDelivery", "delivered_charts"]


class ArgoDelivery(Construct):
    """Argo CD's AppProject, its root Application, an Application for each chart, its settings and logins.

    Make it last: the project allows the kinds and namespaces that the charts hold by then, and no others. `objects` has
    each as an `ApiObject`: `project`, `root`, `application-<chart>`, `settings`, and, where they are used,
    `notifications`, `secret-repository`, `secret-notifications`, `argo-cd` and `argo-cd-project`.
    """

    def __init__(
        self, scope: Construct, id: str, site: Site, props: ArgoDeliveryProps, charts: Sequence[DeliveredChart]
    ) -> None:
        """Make them for one site, from what `delivered_charts` found."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, delivery_objects(site, props, charts))


def delivered_charts(
    app: App,
    waves: Mapping[str, int] | None = None,
    kept: Sequence[str] = (),
    ignored: Mapping[str, Sequence[Ignored]] | None = None,
) -> tuple[DeliveredChart, ...]:
    """The charts that an App has now; waves, what is kept and what is ignored as `as_charts` takes them."""
    found: defaultdict[str, list[Delivered]] = defaultdict(list)
    for one in outline(app):
        found[one.chart.rpartition("/")[2]].append(Delivered(one.group, one.kind, one.namespace, one.name))
    return as_charts(found, waves, kept, ignored)
