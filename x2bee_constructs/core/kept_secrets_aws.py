"""Secrets of programs in Secrets Manager: such that AWS makes up, and such that people put in, once."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.names import Site

__all__ = ["kept_secret", "lasting_secret"]

_LENGTH = 32
"""Of a password, and of Kiali's key, which must have 16, 24 or 32 bytes."""

_USER = "admin"

_ESCAPED = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~"
"""Punctuation that means something in an address, a shell or YAML; what is left are `-`, `.` and `_`."""


def lasting_secret(
    scope: Construct,
    id: str,
    name: str,
    description: str,
    *,
    key: str,
    why: str,
    made: secretsmanager.CfnSecret.GenerateSecretStringProperty | None = None,
) -> secretsmanager.CfnSecret:
    """A secret that outlives the stack and that no schedule changes, `why` says why not; without a value unless `made`.

    `key` is the id, alias or ARN of the KMS key.
    """
    secret = secretsmanager.CfnSecret(
        scope, id, name=name, description=description, kms_key_id=key, generate_secret_string=made
    )
    secret.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    acknowledge(secret, why, "AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled")
    return secret


def kept_secret(scope: Construct, site: Site, one: Source) -> secretsmanager.CfnSecret:
    """The secret of a source, under the environment's key; it outlives the stack."""
    why = (
        "nobody but its one program knows it; a new one is made by hand, when the program can be started again"
        if one.made
        else "its value comes from outside the platform, which no schedule of ours can change"
    )
    return lasting_secret(
        scope,
        one.name.removeprefix(f"{site.path}/"),
        one.name,
        f"{'Made up by AWS' if one.made else 'Filled by people'}; read by {one.what}",
        key=site.key_alias,
        why=why,
        made=_made(one) if one.made else None,
    )


def _made(one: Source) -> secretsmanager.CfnSecret.GenerateSecretStringProperty:
    user = "username" in one.keys.values()
    return secretsmanager.CfnSecret.GenerateSecretStringProperty(
        generate_string_key=one.made,
        secret_string_template=f'{{"username": "{_USER}"}}' if user else "{}",
        password_length=_LENGTH,
        # No one may have to escape it.
        exclude_punctuation=None if one.special else True,
        exclude_characters=_ESCAPED if one.special else None,
        require_each_included_type=True if one.special else None,
    )
