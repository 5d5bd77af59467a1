"""The constructs of application performance monitoring."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.apm.installed import ScouterCollectorProps, WhatapOperatorProps
from x2bee_constructs.apm.scouter import scouter_objects
from x2bee_constructs.apm.whatap import whatap_objects
from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site

__all__ = ["ScouterCollector", "WhatapOperator"]


class WhatapOperator(Construct):
    """WhaTap's operator in its namespace `whatap-monitoring`, the licence, and which pods get which agent.

    One per cluster. `objects` has each as an `ApiObject`: `namespace`, `default-deny`, `network-policy`, `credentials`,
    `project`, `whatap-operator`, `agent`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: WhatapOperatorProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, whatap_objects(site, props))


class ScouterCollector(Construct):
    """Scouter's collector in its namespace `scouter`.

    One per cluster. `objects` has each as an `ApiObject`: `namespace`, `default-deny`, `network-policy`, `account`,
    `config`, `service-account`, `service`, `stateful-set`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: ScouterCollectorProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, scouter_objects(site, props))
