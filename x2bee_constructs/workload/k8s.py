"""The construct for a microservice: a thin shell over `msa_objects`."""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from cdk8s import ApiObject, Chart
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.workload import names
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.props import MsaDeploymentProps, X2beeWarning

if TYPE_CHECKING:
    import cdk8s_plus_27 as kplus

__all__ = ["MsaDeployment"]


class MsaDeployment(Construct):
    """One microservice: all that the room's README lists, named as the construct's id.

    `objects` has each as an `ApiObject` by its id in that list (`deployment`, `service`, `network-policy` …), for
    `add_json_patch` and dependencies. `pods`, `service` and `service_account` are handles for code written with
    cdk8s-plus-27; they add nothing to the output. Warns (`X2beeWarning`) of settings that were fixed at build time.
    """

    def __init__(self, scope: Construct, id: str, props: MsaDeploymentProps) -> None:
        """Make the service in the chart's namespace.

        Raises `ValueError` if the chart has no namespace or `id` is no DNS label, `LeakError` for a CDK token or ARN.
        """
        super().__init__(scope, id)
        for name in props.runtime.build_time_only({**props.env, **dict.fromkeys(props.secrets, "")}):
            said = f"[{self.node.path}] '{name}' was fixed when the image was built; setting it now changes nothing"
            warnings.warn(said, X2beeWarning, stacklevel=2)
        namespace = Chart.of(self).namespace
        if not namespace:
            raise ValueError(f"[{self.node.path}] the chart has no namespace; make it with Chart(app, id, namespace=…)")
        self.namespace, self.props = namespace, props
        try:
            manifests = msa_objects(id, namespace, props)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error
        self.objects: dict[str, ApiObject] = emit_all(self, manifests)

    @cached_property
    def pods(self) -> kplus.Pods:
        """The service's pods, as cdk8s-plus selects them (for its NetworkPolicy, for spreading and co-location)."""
        import cdk8s_plus_27 as kplus

        return kplus.Pods.select(self, "pods", labels=names.selector(self.node.id))

    @cached_property
    def service_account(self) -> kplus.IServiceAccount:
        """The ServiceAccount, for cdk8s-plus role bindings."""
        import cdk8s_plus_27 as kplus

        name = names.service_account(self.node.id)
        return kplus.ServiceAccount.from_service_account_name(
            self, "plus-service-account", name, namespace_name=self.namespace
        )

    @cached_property
    def service(self) -> kplus.Service:
        """The Service, for cdk8s-plus ingress back ends: `IngressBackend.from_service(msa.service)`.

        To read only: what is set on it, and what its `expose_via_ingress` makes, is not written.
        """
        import cdk8s_plus_27 as kplus

        # cdk8s-plus cannot import a Service; one that has left the tree knows name and ports, and is not written.
        handle = kplus.Service(
            self,
            "plus-service",
            metadata={"name": self.node.id, "namespace": self.namespace},
            ports=[kplus.ServicePort(name="http", port=80)],
        )
        self.node.try_remove_child("plus-service")
        return handle
