"""Several customers' files at once: what is wrong in each, and what they take from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from x2bee_constructs.core.diagnostics import Finding, Span, SpecError
from x2bee_constructs.core.documents import Document, Place, as_list, as_mapping
from x2bee_constructs.platform.load import Loaded, environment_faults, load_all
from x2bee_constructs.platform.repair import TIERS

__all__ = ["CUSTOMERS", "Fleet", "load_customer", "load_fleet"]

CUSTOMERS = Path("stacks", "customers")
"""Where an app has one file for each customer, named after it: `app.py` looks for it there."""


class Fleet(NamedTuple):
    """Customers' files as far as they could be understood."""

    files: Mapping[Path, Loaded]
    findings: tuple[Finding, ...]
    """Every fault of every file, and every clash between them."""
    lines: Mapping[str, Sequence[str]]
    """The lines of the files, for excerpts."""


class _Part(NamedTuple):
    """One environment of one file."""

    file: Path
    environment: str
    document: Document

    def said(self, *place: str | int) -> Any:
        """The value at a place; None if it is not there."""
        here: Any = self.document.data
        for step in place:
            if isinstance(step, int):
                here = as_list(here)[step] if step < len(as_list(here)) else None
            else:
                here = (as_mapping(here) or {}).get(step)
        return here

    @property
    def name(self) -> str:
        """As people call it."""
        return f"{self.said('customer')} {self.environment}"


def load_fleet(paths: Sequence[Path], told: Callable[[Path], None] | None = None) -> Fleet:
    """Every file with every environment, each fault at its line and column, and what two of them both claim.

    `told` hears of each file before it is read.
    """
    files: dict[Path, Loaded] = {}
    for path in dict.fromkeys(paths):
        if told:
            told(path)
        files[path] = load_all(path)
    parts = [_Part(path, name, merged) for path, one in files.items() for name, merged in one.merged.items()]
    clashes = chain(_misnamed(files), _customers(parts), _domains(parts), _subnets(parts))
    found = [*chain.from_iterable(one.findings for one in files.values()), *clashes]
    lines = {one.document.file: one.document.lines for one in files.values()}
    return Fleet(files, tuple(dict.fromkeys(found)), lines)


def load_customer(path: Path, environment: str | None = None) -> Loaded:
    """A file that is named after its customer, as apps and fleets look for it; it must have `environment`, if given.

    Raises `SpecError` with every fault of the file, each at its line and column.
    """
    one = load_all(path)
    asked = environment_faults(one, environment)
    if findings := [*one.findings, *_other_name(path, one.document), *asked]:
        raise SpecError(findings, {one.document.file: one.document.lines})
    return one


def _other_name(path: Path, document: Document) -> Iterator[Finding]:
    customer = (as_mapping(document.data) or {}).get("customer")
    if isinstance(customer, str) and customer != path.stem:
        yield Finding(
            "X2B208",
            f"{path} describes customer '{customer}'",
            document.span(("customer",)),
            "customer",
            why="two files with one abbreviation would be one customer in AWS and in the cluster",
            fix=f"rename it to {customer}.yaml, or set customer: {path.stem}",
        )


def _misnamed(files: Mapping[Path, Loaded]) -> Iterator[Finding]:
    for path, one in files.items():
        if path.parent.name == CUSTOMERS.name:
            yield from _other_name(path, one.document)


def _customers(parts: Sequence[_Part]) -> Iterator[Finding]:
    seen: dict[str, _Part] = {}
    for part in parts:
        customer = part.said("customer")
        if not isinstance(customer, str):
            continue
        first = seen.setdefault(customer, part)
        if first.file != part.file:
            yield _clash(
                "X2B210",
                f"customer '{customer}' has two files",
                (part, ("customer",)),
                (first, ("customer",)),
                why="stacks, roles, secrets and namespaces are named after customer and environment",
                fix="take another abbreviation for one of them, or merge the two files",
            )


def _domains(parts: Sequence[_Part]) -> Iterator[Finding]:
    seen: dict[str, _Part] = {}
    for part in parts:
        domain = part.said("domain")
        if not isinstance(domain, str):
            continue
        first = seen.setdefault(domain, part)
        if first is part or (first.said("customer") == part.said("customer") and not _both_open(first, part)):
            continue
        yield _clash(
            "X2B211",
            f"domain '{domain}' is that of {first.name} and of {part.name}",
            (part, ("domain",)),
            (first, ("domain",)),
            why="both would write the same records: who wants one would reach the other",
            fix=f"a domain of its own, such as {part.environment}.{domain}",
        )


def _both_open(first: _Part, part: _Part) -> bool:
    """Whether both environments of one customer's one file are entered from outside; two files are told already."""
    return first.file == part.file and first.said("ingress") is not None and part.said("ingress") is not None


def _subnets(parts: Sequence[_Part]) -> Iterator[Finding]:
    seen: dict[str, tuple[_Part, Place]] = {}
    for part in parts:
        for tier in TIERS:
            for index in range(len(as_list(part.said("network", "existing", tier)))):
                place: Place = ("network", "existing", tier, index, "id")
                subnet = part.said(*place)
                if not isinstance(subnet, str):
                    continue
                first, at = seen.setdefault(subnet, (part, place))
                if first is not part:
                    yield _clash(
                        "X2B212",
                        f"subnet '{subnet}' is that of {first.name} and of {part.name}",
                        (part, place),
                        (first, at),
                        why="each is checked against all addresses of the subnet, as if it were alone in it",
                        fix="give each platform subnets of its own",
                    )


def _clash(
    code: str, title: str, here: tuple[_Part, Place], there: tuple[_Part, Place], *, why: str, fix: str
) -> Finding:
    (part, place), (other, at) = here, there
    where, related = part.document.span(place), other.document.span(at)
    dotted = ".".join(str(step) for step in place)
    return Finding(code, title, where, dotted, why=why, fix=fix, related=_unless_same(related, where))


def _unless_same(related: Span, where: Span) -> Span | None:
    """Two environments that inherit one line have one place."""
    return None if related == where else related
