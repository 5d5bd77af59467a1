"""A tool's secrets: those that are made here, and those that people or the tool itself fill."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.kept_secrets_aws import lasting_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import GitlabSecret, HostTool, NexusSecret

__all__ = ["HostSecrets"]

_LENGTH = 40
"""Letters and digits alone, so that a password stands unescaped in an address or a file: 40 of them are 238 bits."""


class HostSecrets(Construct):
    """Secrets Manager's secrets of one tool, which outlive the stack. `secrets` has each by its purpose."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        *,
        users: Mapping[GitlabSecret | NexusSecret, str],
        empty: Sequence[GitlabSecret | NexusSecret],
        key: kms.IKey,
    ) -> None:
        """Make a login for each of `users`, with a generated password, and the `empty` ones without a value."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {}
        for what in (*users, *empty):
            self.secrets[what] = self._secret(names.secret(site, tool, what), what, tool, users.get(what), key)

    def _secret(self, name: str, what: str, tool: str, user: str | None, key: kms.IKey) -> secretsmanager.CfnSecret:
        generated = secretsmanager.CfnSecret.GenerateSecretStringProperty(
            secret_string_template=json.dumps({"username": user}),
            generate_string_key="password",
            password_length=_LENGTH,
            exclude_punctuation=True,
        )
        why = (
            "a schedule would change the secret and not the tool that has it; how it is changed is in the room's README"
        )
        made = generated if user else None
        secret = lasting_secret(self, what, name, f"{tool}: {what}", key=key.key_arn, why=why, made=made)
        for_people(secret, "the machine reads it, outside the cluster")
        return secret
