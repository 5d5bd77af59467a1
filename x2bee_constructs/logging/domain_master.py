"""Whom OpenSearch lets do anything, and how people log in."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.logging import names
from x2bee_constructs.logging.domain_login import DashboardsSpec, InternalUsers, Saml
from x2bee_constructs.logging.identities import index_role_arn

__all__ = ["security_options"]

_Security = opensearch.CfnDomain.AdvancedSecurityOptionsInputProperty
_Master = opensearch.CfnDomain.MasterUserOptionsProperty


def security_options(scope: Construct, site: Site, dashboards: DashboardsSpec, key: kms.IKey) -> _Security:
    """Fine-grained access. The master is the index Job's role, or with internal users a name and a password.

    OpenSearch Service takes one or the other: a role is only a master where there are no internal users.
    """
    internal = isinstance(dashboards.login, InternalUsers)
    return _Security(
        enabled=True,
        anonymous_auth_enabled=False,
        internal_user_database_enabled=internal,
        master_user_options=_person(scope, site, key) if internal else _role(scope, site),
        saml_options=_saml(dashboards.login, dashboards) if isinstance(dashboards.login, Saml) else None,
    )


def _role(scope: Construct, site: Site) -> _Master:
    return _Master(master_user_arn=index_role_arn(site, place_of(scope).account))


def _person(scope: Construct, site: Site, key: kms.IKey) -> _Master:
    """A master whose password is made in Secrets Manager; the index Job reads it there, by its name."""
    secret = secretsmanager.Secret(
        scope,
        "Master",
        secret_name=names.master_secret(site),
        description="The master user of OpenSearch: makes the other users",
        encryption_key=key,
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template=f'{{"username": "{names.MASTER}"}}',
            generate_string_key="password",
            password_length=32,
            # OpenSearch wants one of each kind; these would have to be escaped in a URL or a shell.
            exclude_characters="\"'\\`$@/ ",
            require_each_included_type=True,
        ),
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    rotation = (
        "the password is the domain's, which only a deployment changes; rotating the secret alone locks people out"
    )
    acknowledge(secret, rotation, "AwsSolutions-SMG4")
    acknowledge(secret, rotation, "NIST.800.53.R5-SecretsManagerRotationEnabled")
    # A reference that CloudFormation resolves when it deploys: the template has no password.
    password = secret.secret_value_from_json("password").unsafe_unwrap()
    return _Master(master_user_name=names.MASTER, master_user_password=password)


def _saml(login: Saml, dashboards: DashboardsSpec) -> opensearch.CfnDomain.SAMLOptionsProperty:
    """The identity provider. The first group of administrators may do anything from the first day, if there is one."""
    administrators = sorted(group for group, right in dashboards.groups.items() if right == "administrator")
    return opensearch.CfnDomain.SAMLOptionsProperty(
        enabled=True,
        idp=opensearch.CfnDomain.IdpProperty(entity_id=login.entity_id, metadata_content=login.metadata),
        master_backend_role=administrators[0] if administrators else None,
        roles_key=login.roles_key,
        subject_key=login.subject_key,
        session_timeout_minutes=login.session_minutes,
    )
