"""The Kubernetes side of a platform: one chart per Argo CD application."""

from __future__ import annotations

from cdk8s import App, Chart

from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.names import NAMESPACE_CHART
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.k8s import MsaDeployment
from x2bee_constructs.workload.names import namespace

__all__ = ["PlatformCharts"]


class PlatformCharts:
    """The charts of a platform in a cdk8s App: the namespace, then one per service, named as the service.

    `namespace` is the `AppNamespace`, `priority_classes` the `PriorityClasses` beside it, and `services` has each
    `MsaDeployment` by its name, to be extended or patched.
    """

    def __init__(self, app: App, platform: Platform) -> None:
        """Make all charts. Argo CD orders them by sync waves; a cdk8s dependency between charts would rename files."""
        home = namespace(platform.site)
        chart = Chart(app, NAMESPACE_CHART)
        self.namespace = AppNamespace(chart, home, namespace_props(platform))
        self.priority_classes = PriorityClasses(chart, "priority-classes")
        self.services: dict[str, MsaDeployment] = {
            name: MsaDeployment(
                Chart(app, name, namespace=home, disable_resource_name_hashes=True),
                name,
                deployment_props(platform, name),
            )
            for name in platform.enabled_services
        }
