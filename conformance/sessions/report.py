"""What was found, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.sessions.run import Outcome
from x2bee_constructs.session.access import Client, commands

__all__ = ["UNSEEN", "never_sent", "table"]

_SOURCE = "in Spring Session's source"

_NAMED = "sent by programs that name their connections, as Spring Boot's `client-name` does"

UNSEEN: dict[Client, dict[str, str]] = {
    "spring": {
        "client|setname": _NAMED,
        "expire": "Spring Data Redis sends it where the server refuses PEXPIRE, and for reactive repositories",
        "expireat": "the same for PEXPIREAT",
        "hset": "what servers advise instead of HMSET, which Spring Data Redis may send any day",
        "persist": f"{_SOURCE}, for sessions that never end",
        "punsubscribe": f"{_SOURCE}, when the program ends",
        "smembers": f"{_SOURCE}, each minute, for those that have ended, and to find a customer's sessions",
        "unsubscribe": f"{_SOURCE}, when the program ends",
        "zadd": f"{_SOURCE}: SortedSetRedisSessionExpirationStore and the reactive indexed repository",
        "zrangebyscore": f"{_SOURCE}: the reactive indexed repository",
        "zrem": f"{_SOURCE}: SortedSetRedisSessionExpirationStore and the reactive indexed repository",
        "zrevrangebyscore": f"{_SOURCE}: SortedSetRedisSessionExpirationStore",
    },
    "node": {"client|setname": _NAMED},
}
"""Commands that are allowed though no run has to show them, and why."""


def never_sent(outcomes: Sequence[Outcome]) -> list[str]:
    """Allowed commands that no client sent and that have no reason either, as `<client>: <command>`."""
    good = [outcome for outcome in outcomes if not outcome.case.must_fail]
    allowed: set[tuple[Client, str]] = set()
    sent: set[tuple[Client, str]] = {(client, command) for client, known in UNSEEN.items() for command in known}
    for outcome in good:
        client, engine = outcome.case.shop.client, outcome.case.program.kind
        allowed |= {(client, command) for command in commands(client, engine)}
        sent |= {(client, command) for command in outcome.sent}
    return [f"{client}: {command}" for client, command in sorted(allowed - sent)]


def table(outcomes: Sequence[Outcome]) -> str:
    """A row for each case; without times, so that it changes only when a verdict does."""
    return "\n".join(["| case | verdict |", "| --- | --- |", *_rows(outcomes)])


def _rows(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if not outcome.case.must_fail:
            verdict = "; ".join(outcome.wrong) or "the session survived"
        elif outcome.wrong:
            verdict = f"refused, as it must be: {outcome.wrong[0]}"
        else:
            verdict = "NOT REFUSED"
        yield f"| {outcome.case.name} | {verdict} |"
