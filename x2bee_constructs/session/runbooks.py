"""What whoever is called because of the session store reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook, Severity

__all__ = ["ALARMS"]

_GROUP = (
    "`aws elasticache describe-replication-groups --replication-group-id <prefix>-session --query "
    "'ReplicationGroups[0].[Status,NodeGroups]'`: which node is the primary"
)
_EVENTS = "`aws elasticache describe-events --duration 180`: what AWS did"
_SLOW = "CloudWatch Logs: the slow log and the engine's log of the group"
_LARGER = (
    "A larger `node` under `sessions` in the customer's file; a deployment changes it one node after the other, with a "
    "short break at the primary"
)


def _notice(
    name: str,
    severity: Severity,
    summary: str,
    means: str,
    impact: str,
    causes: tuple[str, ...],
    act: tuple[str, ...],
    look: tuple[str, ...] = (_GROUP, _SLOW, _EVENTS),
) -> Notice:
    book = Runbook(means=means, impact=impact, causes=causes, look=look, act=act)
    return Notice(name=name, area="sessions", severity=severity, summary=summary, runbook=book)


_NOTICES = (
    _notice(
        "SessionMemory",
        "warning",
        "A node of the session store fills",
        "Three quarters of a node's memory are used.",
        "None yet; when it is full, sessions are dropped.",
        ("More customers than planned", "Sessions that hold too much", "Robots that get a session each"),
        (_LARGER, "Robots: a rate limit for what makes a session", "Large sessions: what a service keeps in them"),
    ),
    _notice(
        "SessionEvictions",
        "critical",
        "The session store drops sessions",
        "No memory is left, and the store throws sessions away to take new ones.",
        "Customers are logged out and lose their basket, at random.",
        ("As SessionMemory, for longer",),
        (_LARGER, "Until then: shorter sessions in the services (`spring.session.timeout`)"),
    ),
    _notice(
        "SessionEngineCpu",
        "warning",
        "The session store's engine is busy",
        "The one thread that answers is over nine tenths busy.",
        "Every page that needs a session becomes slow.",
        ("A command that goes through all keys", "More customers than planned"),
        ("A command: the slow log says which, and whose", _LARGER),
    ),
    _notice(
        "SessionHostCpu",
        "warning",
        "A host of the session store is busy",
        "The node is over nine tenths busy beside its engine: TLS, snapshots, new connections.",
        "As SessionEngineCpu, and a failover takes longer.",
        ("Programs that connect for each request", "A snapshot at a bad hour"),
        ("Programs: a pool of connections", "The snapshot's hour under `sessions`", _LARGER),
    ),
    _notice(
        "SessionLag",
        "warning",
        "A replica of the session store is behind",
        "A replica has not what was written in the last seconds.",
        "If the primary is lost now, so are those sessions.",
        ("Very many writes", "The replica is being made anew", "An event in its zone"),
        ("It ends by itself: wait, and let nobody restart the primary meanwhile", _LARGER),
    ),
    _notice(
        "SessionConnections",
        "critical",
        "The session store has nearly no connections left",
        "Four fifths of the connections of a node are in use.",
        "At the end new pods cannot connect and do not become ready.",
        ("A service that leaks connections", "Far more pods than planned"),
        ("`client list` by `info clients`: whose; restart that service", "A smaller pool in the services"),
    ),
    _notice(
        "SessionRefused",
        "warning",
        "The session store refuses logins, commands or keys",
        "More than ten were refused in five minutes.",
        "A service may not be able to keep sessions. Or somebody tries to get in.",
        (
            "A password was changed, and pods have the old one",
            "A new version uses another command or prefix",
            "An attack",
        ),
        (
            "`kubectl -n <namespace> get externalsecrets | grep session`: is the password read; restart the service",
            "A command or prefix: `sessions` of the runtime in the customer's file",
            "Neither: only the app subnets reach the store; look who runs there",
        ),
    ),
    _notice(
        "SessionFailover",
        "warning",
        "The session store has another primary",
        "A node became the primary, or is it no more.",
        "Some seconds without sessions; whatever was written in the last second may be gone.",
        ("Maintenance of AWS", "A host or zone was lost", "Somebody tried it"),
        ("Look whether services came back: AvailabilityBurnsFast is silent", "The lost node is made anew by AWS"),
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
