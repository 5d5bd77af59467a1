"""The store's users: a name, a password of its own and an access string for each service, and nobody else."""

from __future__ import annotations

from aws_cdk import RemovalPolicy, SecretValue
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.kept_secrets_aws import lasting_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.session import names
from x2bee_constructs.session.access import NOBODY, access_string
from x2bee_constructs.session.props import SessionStoreProps

__all__ = ["SessionUsers"]

_DEFAULT = "default"
"""Whom the server takes a connection for that does not say who it is; a group must have a user of this name."""

_PASSWORD_LENGTH = 64
"""Of letters and digits; ElastiCache takes 16 to 128 characters."""


class SessionUsers(Construct):
    """A user and a generated secret for each service, the `default` user switched off, and the group of all.

    A user whose service leaves the spec goes with it; its secret stays, as all secrets do. `secrets` and `users` have
    each by the user's name; `group` is what a replication group takes.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: SessionStoreProps) -> None:
        """Make them for one site."""
        super().__init__(scope, id)
        self._site, self._engine = site, props.engine
        rules = {user.service: access_string(user.client, user.namespace, props.engine) for user in props.users}
        rules = {_DEFAULT: NOBODY, **rules}
        self.secrets = {name: self._secret(name) for name in rules}
        self.users = {name: self._user(name, said) for name, said in rules.items()}
        self.group = self._group()
        # A group cannot be without it.
        self.users[_DEFAULT].apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        for_people(self.secrets[_DEFAULT], "the user is switched off: nobody logs in with its password")

    def _group(self) -> elasticache.CfnUserGroup:
        group = elasticache.CfnUserGroup(
            self,
            "Group",
            engine=self._engine,
            user_group_id=names.user_group(self._site),
            user_ids=[user.ref for user in self.users.values()],
        )
        group.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)  # as the store that uses it
        for_people(group, "who administers the store finds its users by it")
        return group

    def _user(self, name: str, rules: str) -> elasticache.CfnUser:
        user = elasticache.CfnUser(
            self,
            f"{name}-user",
            engine=self._engine,
            user_id=names.user_id(self._site, name),
            user_name=name,
            access_string=rules,
            # CloudFormation reads the secret when it makes or changes the user, and at no other time.
            passwords=[
                SecretValue.secrets_manager(names.secret(self._site, name), json_field="password").unsafe_unwrap()
            ],
        )
        user.node.add_dependency(self.secrets[name])
        for_people(user, "who administers the store finds the user by it")
        return user

    def _secret(self, name: str) -> secretsmanager.CfnSecret:
        why = "a schedule would change the secret and not the user, which takes both from people: the room's README"
        return lasting_secret(
            self,
            f"{name}-secret",
            names.secret(self._site, name),
            f"User {name} of the session store {names.store(self._site)}",
            key=self._site.key_alias,
            why=why,
            made=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=f'{{"username":"{name}"}}',
                generate_string_key="password",
                password_length=_PASSWORD_LENGTH,
                exclude_punctuation=True,
            ),
        )
