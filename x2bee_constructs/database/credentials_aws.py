"""Secrets with a name that is known beforehand: the administrator's of each cluster, and one login for each service."""

from __future__ import annotations

import json
from collections.abc import Iterable

from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.kept_secrets_aws import lasting_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names
from x2bee_constructs.database.fields import ADMIN

__all__ = ["DatabaseLogins", "admin_login"]

_LENGTH = 40
"""Letters and digits alone, so that a password stands unescaped in an address, a YAML file or a shell: 40 of them are
238 bits. Our judgement."""


class DatabaseLogins(Construct):
    """The login of each service that uses a database: one name and password for all databases it uses.

    Secrets Manager makes the passwords, so that they stand in no template. The job that makes the roles gives each role
    its password, and External Secrets hands it to the service. The secrets outlive the stack. `secrets` has each by its
    service.
    """

    def __init__(self, scope: Construct, id: str, site: Site, services: Iterable[str], *, key: kms.IKey) -> None:
        """Make a secret for each service, under `key`."""
        super().__init__(scope, id)
        self.secrets: dict[str, secretsmanager.CfnSecret] = {
            service: _login(
                self,
                service,
                names.secret(site, service),
                names.login(service),
                f"Role of {service} in its databases",
                key,
            )
            for service in sorted(services)
        }


def admin_login(scope: Construct, site: Site, database: str, key: kms.IKey) -> secretsmanager.CfnSecret:
    """The login that a cluster is made with, read by the job that makes the roles and nobody else."""
    name = names.admin_secret(site, database)
    return _login(scope, "Admin", name, ADMIN, f"Administrator of {database}: only the job that makes the roles", key)


def _login(
    scope: Construct, id: str, name: str, user: str, description: str, key: kms.IKey
) -> secretsmanager.CfnSecret:
    why = "a schedule of AWS would need a Lambda in the VPC; people change it as ADR 0013 says, and the job follows"
    made = secretsmanager.CfnSecret.GenerateSecretStringProperty(
        secret_string_template=json.dumps({"username": user}),
        generate_string_key="password",
        password_length=_LENGTH,
        exclude_punctuation=True,
        require_each_included_type=True,
    )
    return lasting_secret(scope, id, name, description, key=key.key_arn, why=why, made=made)
