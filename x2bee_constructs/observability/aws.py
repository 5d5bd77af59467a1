"""The AWS half of observability: logins and receivers."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.observability.secrets import Source

__all__ = ["ObservabilitySecrets"]

_LENGTH = 32
"""Of a password, and of Kiali's key, which must have 16, 24 or 32 bytes."""

_USER = "admin"


class ObservabilitySecrets(Construct):
    """Secrets that AWS makes up (an administrator's password, a key), and such that people put in, once.

    They are under the environment's key and outlive the stack. `secrets` has each by its name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, sources: Sequence[Source]) -> None:
        """Make a secret for each of the sources."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {one.name: self._secret(site, one) for one in sources}

    def _secret(self, site: Site, one: Source) -> secretsmanager.CfnSecret:
        secret = secretsmanager.CfnSecret(
            self,
            one.name.removeprefix(f"{site.path}/"),
            name=one.name,
            description=f"{'Made up by AWS' if one.made else 'Filled by people'}; read by {one.what}",
            kms_key_id=site.key_alias,
            generate_secret_string=self._made(one) if one.made else None,
        )
        secret.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        why = (
            "nobody but its one program knows it; a new one is made by hand, when the program can be started again"
            if one.made
            else "its value comes from outside the platform, which no schedule of ours can change"
        )
        acknowledge(secret, why, "AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled")
        return secret

    @staticmethod
    def _made(one: Source) -> secretsmanager.CfnSecret.GenerateSecretStringProperty:
        user = "username" in one.keys.values()
        return secretsmanager.CfnSecret.GenerateSecretStringProperty(
            generate_string_key=one.made,
            secret_string_template=f'{{"username": "{_USER}"}}' if user else "{}",
            password_length=_LENGTH,
            # No one may have to escape it.
            exclude_punctuation=True,
        )
