"""The AWS half of microservices: who their pods are, what they may do, and the secrets that people fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.kept_secrets_aws import lasting_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.pod_identity import associate, pod_role
from x2bee_constructs.workload import names
from x2bee_constructs.workload.access import Access, statements

__all__ = ["MsaIdentity", "ServiceSecrets"]


class MsaIdentity(Construct):
    """The identity of one microservice: a role with the least privilege for its access, and who may take it.

    The id is the service's name. Only pods of its ServiceAccount in the site's namespace and cluster take the role, by
    EKS Pod Identity. The cluster must exist when this is deployed, with the add-on `eks-pod-identity-agent`. Without
    access nothing is made: `role` and `association` are then None.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: Access) -> None:
        """Make the identity of the service called `id`.

        Raises `ValueError` if `id` is no DNS label, or too long for a role of this site.
        """
        super().__init__(scope, id)
        self.role: iam.Role | None = None
        self.association: eks.CfnPodIdentityAssociation | None = None
        if props.declared:
            place = place_of(self)
            identity = PodIdentity(
                name=id,
                namespace=names.namespace(site),
                service_account=self._service_account(),
                statements=tuple(statements(props, site, place.account, place.region)),
            )
            self.role = pod_role(self, "Role", site, identity)
            self.association = associate(self, "Association", site, identity, self.role)

    def _service_account(self) -> str:
        try:
            return names.service_account(self.node.id)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error


class ServiceSecrets(Construct):
    """The secrets that services are given, under the environment's key, without a value: people put it in.

    Until then External Secrets says that the secret has no value, and the pods that need it wait. They outlive the
    stack, though not a first deployment that fails: their names would stop the next one. `secrets` has each by its
    name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, readers: Mapping[str, Sequence[str]]) -> None:
        """Make a secret for each name; `readers` says which services read it, for its description."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {
            name: self._secret(site, name, services) for name, services in readers.items()
        }

    def _secret(self, site: Site, name: str, services: Sequence[str]) -> secretsmanager.CfnSecret:
        why = "its value comes from outside the platform (a partner's key), which no schedule of ours can change"
        description = f"Filled by people; read by {', '.join(services)}"[:2048]
        short = name.removeprefix(f"{site.path}/")
        return lasting_secret(self, short, name, description, key=site.key_alias, why=why)
