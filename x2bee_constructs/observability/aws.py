"""The AWS half of observability: logins and receivers."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.kept_secrets_aws import kept_secret
from x2bee_constructs.core.names import Site

__all__ = ["ObservabilitySecrets"]


class ObservabilitySecrets(Construct):
    """Secrets that AWS makes up (an administrator's password, a key), and such that people put in, once.

    They are under the environment's key and outlive the stack. `secrets` has each by its name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, sources: Sequence[Source]) -> None:
        """Make a secret for each of the sources."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {one.name: kept_secret(self, site, one) for one in sources}
