"""Who Fluentd and the index Job are in AWS."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.pod_identity import associate, pod_role
from x2bee_constructs.logging.identities import log_identities, reasons
from x2bee_constructs.logging.names import INDEX_JOB

__all__ = ["LogIdentities"]


class LogIdentities(Construct):
    """The roles of the pods that write logs and prepare the indices, and who may take them: `roles`, by name.

    The cluster must exist, with the add-on `eks-pod-identity-agent`.
    """

    def __init__(self, scope: Construct, id: str, site: Site) -> None:
        """Make them for one site, in the stack's account and region."""
        super().__init__(scope, id)
        place = place_of(self)
        self.roles: dict[str, iam.Role] = {}
        for identity in log_identities(site, place.account, place.region):
            home = Construct(self, identity.name)
            role = pod_role(home, "Role", site, identity)
            associate(home, "Association", site, identity, role)
            self.roles[identity.name] = role
        for rule, reason in reasons(site, place.account, place.region).items():
            acknowledge(self.roles[INDEX_JOB], reason, rule)
