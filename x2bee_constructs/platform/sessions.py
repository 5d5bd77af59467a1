"""From the platform to its session store: who keeps sessions, and how they reach it."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.faults import PlacedFault
from x2bee_constructs.core.once import once
from x2bee_constructs.network.addresses import app_cidrs, data_cidrs
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.session.names import credentials
from x2bee_constructs.session.props import SessionAccessProps, SessionStoreProps, SessionUser, user_faults
from x2bee_constructs.workload.jvm import SpringBoot
from x2bee_constructs.workload.node import NextJs, NodeJs
from x2bee_constructs.workload.props import Egress

__all__ = [
    "session_access_props",
    "session_egress",
    "session_faults",
    "session_secrets",
    "session_store_props",
    "session_users",
]


@once
def session_users(platform: Platform) -> tuple[SessionUser, ...]:
    """Each enabled service that keeps sessions, in their order."""
    return tuple(
        SessionUser(
            service=name,
            client="spring" if isinstance(runtime, SpringBoot) else "node",
            namespace=runtime.session_namespace,
        )
        for name, service in platform.enabled_services.items()
        if isinstance(runtime := service.runtime, SpringBoot | NextJs | NodeJs) and runtime.sessions
    )


def session_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What those who keep sessions do not agree on, each at the service's runtime."""
    users = session_users(platform)
    for (_, index, field), wrong, got in user_faults(users):
        place = ("runtime", "session_namespace") if field == "namespace" else ("[key]",)
        yield ("services", users[int(index)].service, *place), wrong, got


def session_store_props(platform: Platform) -> SessionStoreProps | None:
    """What `SessionStore` takes; None if no service keeps sessions."""
    users = session_users(platform)
    if not users:
        return None
    return SessionStoreProps(
        **dict(platform.sessions),
        users=users,
        client_cidrs=app_cidrs(network_props(platform)),
        log_days=log_days(platform),
        runbooks=platform.runbooks,
    )


@once
def session_access_props(platform: Platform, name: str) -> SessionAccessProps | None:
    """What `SessionAccess` takes for one service; None if it keeps no sessions."""
    users = tuple(user for user in session_users(platform) if user.service == name)
    return SessionAccessProps(users=users) if users else None


def session_egress(platform: Platform, name: str) -> Iterator[Egress]:
    """The way to the store of a service that keeps sessions: the data subnets, on its port."""
    if session_access_props(platform, name):
        yield Egress(cidrs=data_cidrs(network_props(platform)), ports=(platform.sessions.port,))


def session_secrets(platform: Platform, name: str) -> Iterator[str]:
    """The Secret by which a service that keeps sessions finds the store."""
    if session_access_props(platform, name):
        yield credentials(name)
