"""What a user of the store may do: its access string, as ElastiCache and the servers' `ACL SETUSER` read it.

The commands are those that the clients were seen to send to real servers (`python -m conformance.sessions`) and those
that Spring Session's source sends besides. None reads or changes what is not the user's own: no KEYS or SCAN, which
tell every name, no CONFIG, FLUSHALL, EVAL or MONITOR.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["NOBODY", "Client", "Engine", "access_string", "commands"]

Client = Literal["spring", "node"]
"""What keeps the sessions: Spring Session on Lettuce, or connect-redis on ioredis or node-redis."""

Engine = Literal["valkey", "redis"]
"""Which server ElastiCache runs."""

NOBODY = "off -@all"
"""Of the user `default`, whom a connection is that does not say who it is."""

_CONNECTION = ("client|setname", "info", "ping")
"""AUTH, HELLO and QUIT are open to everyone. INFO is how Spring's health check and ioredis' ready check ask."""

_NOT_IN_REDIS = ("client|setinfo",)
"""ElastiCache's Redis OSS 7.1 is 7.0 to its clients, and refuses an access string with a command it does not know."""

_COMMANDS: Mapping[Client, tuple[str, ...]] = {
    "spring": (
        *("append", "del", "exists", "expire", "expireat", "pexpire", "pexpireat", "persist", "rename"),
        *("hgetall", "hmset", "hset"),
        *("sadd", "smembers", "srem"),
        # SortedSetRedisSessionExpirationStore and the reactive indexed repository.
        *("zadd", "zrangebyscore", "zrem", "zrevrangebyscore"),
        *("psubscribe", "publish", "punsubscribe", "subscribe", "unsubscribe"),
    ),
    "node": ("del", "expire", "get", "set"),
}

_ENDED = ("__keyevent@0__:del", "__keyevent@0__:expired")
"""Channels on which the server says which key has ended. Of the others, such as `…:expire`, nobody may hear: they name
keys of sessions that live, and a session's id is all one needs to take it over."""


def commands(client: Client, engine: Engine) -> tuple[str, ...]:
    """What a client may send, in order; a command and its subcommand are separated by `|`."""
    newer = () if engine == "redis" else _NOT_IN_REDIS
    return tuple(sorted((*_CONNECTION, *newer, *_COMMANDS[client])))


def access_string(client: Client, namespace: str, engine: Engine) -> str:
    """The rules of a user whose keys begin with `namespace` and a colon."""
    channels = (*_ENDED, f"{namespace}:event:0:created:*") if client == "spring" else ()
    rules = (f"~{namespace}:*", *(f"&{channel}" for channel in channels), "-@all")
    return " ".join(("on", *rules, *(f"+{command}" for command in commands(client, engine))))
