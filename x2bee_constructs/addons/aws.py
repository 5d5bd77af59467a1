"""The AWS half of the add-ons: who their pods are."""

from __future__ import annotations

from aws_cdk import Token
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.addons import names
from x2bee_constructs.addons.acknowledged import reasons
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.readers import SecretReader, read_statements
from x2bee_constructs.addons.selection import identities
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.pod_identity import associate, pod_role, role_of

__all__ = ["AddOnIdentities", "AddOnIdentity", "SecretReaderRole"]


class AddOnIdentity(Construct):
    """The role of one add-on's pods and the association that gives it to them, in the site's cluster alone."""

    def __init__(self, scope: Construct, id: str, site: Site, identity: PodIdentity) -> None:
        """Make both. What no name can say, and is therefore a wildcard, is acknowledged here, finding by finding."""
        super().__init__(scope, id)
        self.role: iam.Role = pod_role(self, "Role", site, identity)
        self.association: eks.CfnPodIdentityAssociation = associate(self, "Association", site, identity, self.role)
        for rule, reason in reasons(identity.name, identity.statements).items():
            acknowledge(self.role, reason, rule)


class SecretReaderRole(Construct):
    """The role that External Secrets takes for the stores of one reader: it reads what those namespaces may, alone."""

    def __init__(
        self, scope: Construct, id: str, site: Site, props: AddOnsProps, reader: SecretReader, taker: iam.Role
    ) -> None:
        """Make it for the pods of `taker`, the role of External Secrets."""
        super().__init__(scope, id)
        may = read_statements(site, props.account, props.region, reader.secrets, reader.parameters)
        of = f"ExternalSecrets in {', '.join(reader.namespaces)}"
        self.role: iam.Role = role_of(
            self,
            "Role",
            site,
            names.reader_role(reader.name),
            may,
            # jsii's protocols name a parameter differently from its classes.
            taker=taker,  # pyright: ignore[reportArgumentType]
            of=of[:1000],
        )
        for rule, reason in reasons(names.EXTERNAL_SECRETS, may).items():
            acknowledge(self.role, reason, rule)


class AddOnIdentities(Construct):
    """The identities of all add-ons that use AWS. The cluster must exist, with the add-on `eks-pod-identity-agent`.

    `identities` has each by the add-on's name, `readers` the roles of `secret_readers` by theirs.
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
        taker = self.identities[names.EXTERNAL_SECRETS].role
        self.readers: dict[str, SecretReaderRole] = {
            reader.name: SecretReaderRole(self, names.reader_role(reader.name), site, props, reader, taker)
            for reader in props.secret_readers
        }

    def _same_place(self, props: AddOnsProps) -> None:
        place = place_of(self)
        for what, of_stack, given in (
            ("account", place.account, props.account),
            ("region", place.region, props.region),
        ):
            if not Token.is_unresolved(of_stack) and of_stack != given:
                raise ValueError(f"[{self.node.path}] props.{what} is {given}, but the stack's is {of_stack}; say one")
