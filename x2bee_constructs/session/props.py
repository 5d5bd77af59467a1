"""What you may say about the session store and those who use it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Count, Distinct, Items, Port, Props
from x2bee_constructs.session.access import Client, Engine
from x2bee_constructs.workload.fields import Ipv4Cidr, SessionNamespace

__all__ = ["SessionAccessProps", "SessionStoreProps", "SessionUser", "Sessions", "user_faults"]

_VERSIONS: dict[Engine, tuple[str, ...]] = {
    "valkey": ("7.2", "8.0", "8.1", "8.2", "9.0", "9.1"),
    "redis": ("7.1",),
}
"""What ElastiCache offers and our access strings fit, the newest last (Engine versions and upgrading in ElastiCache,
looked up 2026-11-25). Redis OSS before 7 lets a user hear every channel unless told otherwise."""

_USUAL_PORT = 6379
_MOST_USERS = 99
"""ElastiCache allows 100 users in a group (quotas, as we remember them); one is the `default` that is switched off."""

_Users = Annotated[Items["SessionUser"], Field(min_length=1, max_length=_MOST_USERS)]


class SessionUser(Props):
    """One service that keeps sessions: a user of the store, with a password of its own."""

    service: Label
    """The service's name, which is the user's too."""
    client: Client = "spring"
    """What keeps them: `spring` (Spring Session) or `node` (connect-redis); `spring` if not given."""
    namespace: SessionNamespace = "x2bee:session"
    """The prefix of its keys, and of no others that it may touch: services with one prefix share sessions.
    `x2bee:session` if not given."""


class Sessions(Props):
    """An ElastiCache replication group of one primary and its replicas: what a customer says of it."""

    node_type: Annotated[
        str,
        matching(r"cache\.[a-z0-9]+\.[a-z0-9]+", "a node type such as cache.r7g.large"),
        Field(examples=["cache.r7g.large"]),
    ] = "cache.r7g.large"
    """The type of primary and replicas; `cache.r7g.large` if not given."""
    replicas: Annotated[Count, Field(ge=1, le=5)] = 2
    """How many replicas, 1 to 5, each in a zone of its own while there are zones; 2 if not given. With 1 nothing is
    left to fail over to until a lost node is replaced."""
    engine: Engine = "valkey"
    """`valkey` or `redis`; `valkey` if not given."""
    version: str | None = None
    """The engine's version; the newest that we know if not given: 9.1 of Valkey, 7.1 of Redis OSS. An older one cannot
    be gone back to."""
    port: Port = 16379
    """Where it listens; 16379 if not given. It cannot change later, and is not 6379, which everyone tries first."""
    snapshot_days: Annotated[Count, Field(ge=1, le=35)] = 15
    """How many days daily snapshots are kept, 1 to 35; 15 if not given."""

    @property
    def engine_version(self) -> str:
        """The version, given or newest."""
        return self.version or _VERSIONS[self.engine][-1]

    @property
    def family(self) -> str:
        """The family of its parameter group: `valkey9`."""
        return f"{self.engine}{self.engine_version.split('.')[0]}"

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        raise_faults(type(self).__name__, list(self._faults()))
        return self

    def _faults(self) -> Iterator[PlacedFault]:
        known = _VERSIONS[self.engine]
        if self.engine_version not in known:
            wrong = fault(
                "X2B337",
                f"ElastiCache has no version {show(self.version)} of {self.engine} that we know",
                expected=f"one of {', '.join(known)}",
                got=show(self.version),
                fix=f'version: "{known[-1]}"',
                related="engine",
            )
            yield ("version",), wrong, self.version
        if self.port == _USUAL_PORT:
            why = "whoever looks for session stores tries this port first"
            wrong = fault("X2B338", f"port {_USUAL_PORT} is the usual one", expected="another port", why=why)
            yield ("port",), wrong, self.port


class SessionStoreProps(Sessions):
    """The same, with those who use it."""

    users: _Users
    """The services that keep sessions."""
    client_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The networks whose hosts may connect: the app subnets."""
    log_days: Literal[365, 731] = 365
    """How many days its slow and engine logs are kept; 365 if not given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    def _faults(self) -> Iterator[PlacedFault]:
        yield from super()._faults()
        yield from user_faults(self.users)


class SessionAccessProps(Props):
    """How services of one namespace reach the store."""

    users: _Users
    """The services that keep sessions: those of `SessionStore`."""
    secrets_manager: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads AWS Secrets Manager; the platform's if not given."""
    parameter_store: Label = "aws-parameter-store"
    """The ClusterSecretStore that reads SSM Parameter Store; the platform's if not given."""

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        raise_faults("SessionAccessProps", list(user_faults(self.users)))
        return self


def user_faults(users: Items[SessionUser]) -> Iterator[PlacedFault]:
    """A service that stands twice, the name of the server's own user, and namespaces that hold one another.

    They are placed at `users.<index>`.
    """
    for index, user in enumerate(users):
        where = ("users", index)
        if user.service in (one.service for one in users[:index]):
            wrong = fault("X2B335", f"service '{user.service}' stands twice", fix="keep one of the two")
            yield (*where, "service"), wrong, user.service
        if user.service == "default":
            why = "connections that do not say who they are would be this service"
            wrong = fault("X2B335", "'default' is the server's own user", expected="another name", why=why)
            yield (*where, "service"), wrong, user.service
        outer = next((one for one in users if user.namespace.startswith(f"{one.namespace}:")), None)
        if outer:
            wrong = fault(
                "X2B336",
                f"namespace '{user.namespace}' lies within '{outer.namespace}' of service '{outer.service}'",
                got=show(user.namespace),
                expected=f"'{outer.namespace}' itself, or one that does not begin with '{outer.namespace}:'",
                why=f"'{outer.service}' may touch all keys below its own, so it could take over these sessions",
                fix=f"rename it, or '{outer.namespace}', so that neither begins with the other",
            )
            yield (*where, "namespace"), wrong, user.namespace
