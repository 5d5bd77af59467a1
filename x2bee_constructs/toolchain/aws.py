"""The AWS half of the toolchain: secrets, and who builds are."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.kept_secrets_aws import kept_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.pod_identity import associate, pod_role

__all__ = ["AgentsIdentity", "ToolchainSecrets"]


class ToolchainSecrets(Construct):
    """Administrators' passwords, which AWS makes up, and logins that people put in, once.

    They are under the environment's key and outlive the stack. `secrets` has each by its name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, sources: Sequence[Source]) -> None:
        """Make a secret for each of the sources."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {}
        for one in sources:  # one may go to two places
            if one.name not in self.secrets:
                self.secrets[one.name] = kept_secret(self, site, one)


class AgentsIdentity(Construct):
    """The role of pods that make images: `role`. It takes the builders' roles of environments, and does nothing itself.

    The cluster must exist, with the add-on `eks-pod-identity-agent`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, identity: PodIdentity) -> None:
        """Make it for one site's cluster."""
        super().__init__(scope, id)
        self.role: iam.Role = pod_role(self, "Role", site, identity)
        associate(self, "Association", site, identity, self.role)
