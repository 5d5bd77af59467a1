"""The construct for the Kubernetes half of logging."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.manifests import efk_objects

__all__ = ["EfkStack"]


class EfkStack(Construct):
    """Fluentd on every node, which sends all logs to OpenSearch and to the archive, and a Job that prepares OpenSearch.

    All of it stands in the namespace `logging`, which it makes; one per cluster. `objects` has each as an `ApiObject`:
    `namespace`, `service-account`, `config`, `daemon-set`, `default-deny`, `network-policy`, `pod-monitor`, `rules`,
    `index-service-account`, `index-files`, `index-job`, and with `login: internal` also `index-secret`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: EfkStackProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, efk_objects(site, props))
