"""What the server is set to: the same on ElastiCache and wherever it is tried."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PARAMETERS"]

PARAMETERS: Mapping[str, str] = {
    # A customer whose session would end first is logged out. With `noeviction` nobody could log in any more, and with
    # `volatile-lru` reading a session would be all that keeps it. The alarms tell long before either.
    "maxmemory-policy": "volatile-ttl",
    # Spring Session asks to be told of keys that end (g: deleted, x: expired), by kind of event (E). It would set this
    # itself by CONFIG, which ElastiCache refuses.
    "notify-keyspace-events": "Egx",
}
"""Parameters that differ from the engine's own."""
