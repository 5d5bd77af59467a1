"""One shop on one kind of server: a session is made, its primary is lost, and it is still there."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from conformance.processes import Processes, free_ports
from conformance.sessions.certificates import Certificates
from conformance.sessions.proxy import Name
from conformance.sessions.resp import Connection
from conformance.sessions.servers import ADMIN, Account, Program, Server, start_server, wait_for_copy
from conformance.sessions.shops import BUILD, Shop
from conformance.sessions.visits import Customer, ShopError
from x2bee_constructs.session.access import access_string, commands
from x2bee_constructs.session.settings import Source

__all__ = ["Case", "Outcome", "canaries", "run"]

_NAMESPACE = "x2bee:session:shop"
_PASSWORD = "All-that-ElastiCache-takes!&#$^<>-"


@dataclass(frozen=True)
class Case:
    """A shop, a server, and for a canary what is broken."""

    shop: Shop
    program: Program
    without: str = ""
    """A command that its access string lacks."""
    unrelated: bool = False
    """Whether the server that takes over never was a replica."""

    @property
    def must_fail(self) -> bool:
        """Whether it is a canary."""
        return bool(self.without or self.unrelated)

    @property
    def name(self) -> str:
        """What the report calls it."""
        broken = f", without {self.without}" if self.without else ", onto an empty server" if self.unrelated else ""
        return f"{self.shop.name} on {self.program}{broken}"


@dataclass
class Outcome:
    """What was found."""

    case: Case
    wrong: list[str] = field(default_factory=list[str])
    """What should not have been; of a canary there must be something."""
    failed: int = 0
    """How many requests got no answer between the loss of the primary and the first that did."""
    sent: set[str] = field(default_factory=set[str])
    """The commands of its access string that the servers saw."""

    @property
    def good(self) -> bool:
        """Whether it is as it must be."""
        return bool(self.wrong) == self.case.must_fail


def canaries(cases: Sequence[Case]) -> list[Case]:
    """Two that must fail, for the first Node shop: they start at once."""
    first = next((case for case in cases if case.shop.client == "node"), None)
    return [replace(first, without="get"), replace(first, unrelated=True)] if first else []


def run(case: Case, folder: Path, certificates: Certificates) -> Outcome:
    """Play it through."""
    outcome = Outcome(case)
    rules = access_string(case.shop.client, _NAMESPACE, case.program.kind)
    account = Account("x2bee-shop", _PASSWORD, rules.replace(f" +{case.without} ", " ") if case.without else rules)
    with Processes(folder) as processes:
        primary = start_server(processes, case.program, "primary", certificates, [account])
        follows = None if case.unrelated else primary
        replica = start_server(processes, case.program, "replica", certificates, [account], follows)
        if follows:
            wait_for_copy(primary, replica)
        shown = None if primary.certificates else certificates.server()
        with Name(primary.port, shown) as name:
            port = free_ports(1)[0]
            values: dict[Source, str] = {
                "host": "localhost",
                "port": str(name.port),
                "username": account.name,
                "password": account.password,
            }
            environment = case.shop.environment(_NAMESPACE, values, port, certificates)
            _open(case.shop, processes, environment)
            try:
                _visit(outcome, Customer(port), processes, primary, replica, name)
            except ShopError as error:
                outcome.wrong.append(str(error))
            for server in (primary, replica):
                with contextlib.suppress(OSError):  # one that is gone was asked before
                    _refusals(outcome, server)
    return outcome


def _open(shop: Shop, processes: Processes, environment: dict[str, str]) -> None:
    settings = [f"{key}={value}" for key, value in sorted(environment.items())]
    command = [
        _where(shop.command[0]),
        *(str(BUILD / shop.folder / word) if "." in word else word for word in shop.command[1:]),
    ]
    processes.start("shop", ["/usr/bin/env", *settings, *command])


def _visit(
    outcome: Outcome, customer: Customer, processes: Processes, primary: Server, replica: Server, name: Name
) -> None:
    """What a customer does, and what happens to the store meanwhile."""
    customer.tries("GET", outcome.case.shop.ready, processes.check)
    customer.asks("POST", "/cart?item=teapot")
    before = customer.session
    customer.asks("POST", "/login?name=kim")
    _expect(outcome, "the cart after logging in", customer.asks("GET", "/cart"), "teapot")
    if before == customer.session:
        outcome.wrong.append("the session kept its id when the customer logged in")
    if outcome.case.shop.client == "spring" and '"UP"' not in (health := customer.asks("GET", "/actuator/health")):
        outcome.wrong.append(f"the program's own health: {health}")
    if not outcome.case.unrelated:
        wait_for_copy(primary, replica)
    with primary.connect(ADMIN) as admin:
        outcome.sent |= _sent(outcome.case, admin)
    _refusals(outcome, primary)
    # SIGTERM, and SIGKILL at once: it has no time to say goodbye.
    processes.stop("primary", grace=0)
    with replica.connect(ADMIN) as admin:
        admin("REPLICAOF", "NO", "ONE")
    name.move(replica.port)
    kept, outcome.failed = customer.tries("GET", "/cart", processes.check)
    _expect(outcome, "the cart after the failover", kept, "teapot")
    customer.asks("POST", "/cart?item=kettle")
    _expect(outcome, "the cart when it was changed", customer.asks("GET", "/cart"), "kettle")
    customer.asks("POST", "/login?name=lee")
    _expect(outcome, "the cart of who logged in again", customer.asks("GET", "/cart"), "kettle")
    customer.asks("DELETE", "/cart")
    _expect(outcome, "the cart of a session that has ended", customer.asks("GET", "/cart"), "")
    with replica.connect(ADMIN) as admin:
        outcome.sent |= _sent(outcome.case, admin)


def _expect(outcome: Outcome, what: str, found: str, expected: str) -> None:
    if found != expected:
        outcome.wrong.append(f"{what}: expected {expected!r}, got {found!r}")


def _refusals(outcome: Outcome, server: Server) -> None:
    with server.connect(ADMIN) as admin:
        entries = admin("ACL", "LOG")
    for entry in entries if isinstance(entries, list) else []:
        said = [str(word) for word in entry] if isinstance(entry, list) else []
        found = dict(zip(said[::2], said[1::2], strict=False))
        outcome.wrong.append(f"{server.name} refused the {found.get('reason')} {found.get('object')}")


def _sent(case: Case, admin: Connection) -> set[str]:
    """The allowed commands that a server has run; its other counts are of ours and of its replica."""
    counted = set(re.findall(r"^cmdstat_([^:]+):", str(admin("INFO", "commandstats")), re.MULTILINE))
    return counted & set(commands(case.shop.client, case.program.kind))


def _where(program: str) -> str:
    found = shutil.which(program)
    if not found:
        raise FileNotFoundError(f"no {program} on PATH")
    return found
