"""The AWS half of the add-ons: who their pods are."""

from __future__ import annotations

from aws_cdk import Stack, Token
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.addons.acknowledged import reasons
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.selection import identities
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.pod_identity import associate, pod_role

__all__ = ["AddOnIdentities", "AddOnIdentity"]


class AddOnIdentity(Construct):
    """The role of one add-on's pods and the association that gives it to them, in the site's cluster alone."""

    def __init__(self, scope: Construct, id: str, site: Site, identity: PodIdentity) -> None:
        """Make both. What no name can say, and is therefore a wildcard, is acknowledged here, finding by finding."""
        super().__init__(scope, id)
        self.role: iam.Role = pod_role(self, "Role", site, identity)
        self.association: eks.CfnPodIdentityAssociation = associate(self, "Association", site, identity, self.role)
        for rule, reason in reasons(identity).items():
            acknowledge(self.role, reason, rule)


class AddOnIdentities(Construct):
    """The identities of all add-ons that use AWS. The cluster must exist, with the add-on `eks-pod-identity-agent`.

    `identities` has each by the add-on's name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: AddOnsProps) -> None:
        """Make them for one site.

        Raises `ValueError` if the stack is for another account or region than `props`: its ARNs would lead elsewhere.
        """
        super().__init__(scope, id)
        self._same_place(props)
        self.identities: dict[str, AddOnIdentity] = {
            identity.name: AddOnIdentity(self, identity.name, site, identity) for identity in identities(site, props)
        }

    def _same_place(self, props: AddOnsProps) -> None:
        stack = Stack.of(self)
        for what, of_stack, given in (
            ("account", stack.account, props.account),
            ("region", stack.region, props.region),
        ):
            if not Token.is_unresolved(of_stack) and of_stack != given:
                raise ValueError(f"[{self.node.path}] props.{what} is {given}, but the stack's is {of_stack}; say one")
