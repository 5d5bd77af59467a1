"""Who the pods of this room are in AWS."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.pod_identity import associate, pod_role
from x2bee_constructs.observability import names

__all__ = ["ObservabilityIdentities"]


class ObservabilityIdentities(Construct):
    """The roles of the pods that watch, and who may take them: `roles`, by name.

    The cluster must exist, with the add-on `eks-pod-identity-agent`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, identities: Sequence[PodIdentity]) -> None:
        """Make them for one site."""
        super().__init__(scope, id)
        self.roles: dict[str, iam.Role] = {}
        for identity in identities:
            home = Construct(self, identity.name)
            role = pod_role(home, "Role", site, identity)
            associate(home, "Association", site, identity, role)
            self.roles[identity.name] = role
        self._meant(identities)

    def _meant(self, identities: Sequence[PodIdentity]) -> None:
        if names.GRAFANA in self.roles:
            why = "it reads metrics, alarms and tags, which have no resource; a condition keeps it in the region"
            acknowledge(self.roles[names.GRAFANA], why, "AwsSolutions-IAM5[Resource::*]")
        guests = (identity for identity in identities if identity.name == names.JAEGER)
        paths = {path for guest in guests for one in guest.statements for path in one.resources if path.endswith("*")}
        if paths:
            why = "the indices of its spans are made by the day, and their templates have names of Jaeger's own"
            acknowledge(
                self.roles[names.JAEGER], why, *(f"AwsSolutions-IAM5[Resource::{path}]" for path in sorted(paths))
            )
