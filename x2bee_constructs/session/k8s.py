"""The Kubernetes half of sessions: a thin shell over `session_objects`."""

from __future__ import annotations

from cdk8s import ApiObject, Chart
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.session.manifests import session_objects
from x2bee_constructs.session.props import SessionAccessProps

__all__ = ["SessionAccess"]


class SessionAccess(Construct):
    """For each service that keeps sessions an ExternalSecret, which fills the Secret `<service>-session`.

    Its keys are environment variables in the shape of the service's client. `objects` has each as an `ApiObject` by
    the service's name, for `add_json_patch` and dependencies.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: SessionAccessProps) -> None:
        """Make them in the chart's namespace; raises `ValueError` if it has none, or a name is too long."""
        super().__init__(scope, id)
        namespace = Chart.of(self).namespace
        if not namespace:
            raise ValueError(f"[{self.node.path}] the chart has no namespace; make it with Chart(app, id, namespace=…)")
        try:
            manifests = session_objects(site, namespace, props)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error
        self.objects: dict[str, ApiObject] = emit_all(self, manifests)
