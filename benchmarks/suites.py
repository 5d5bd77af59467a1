"""What is compared with what: each suite is a list of whole processes that run one after the other."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers
from benchmarks.timing import Command, take

__all__ = ["CUSTOMER", "SUITES", "Place", "Suite", "prepare", "suites"]

CUSTOMER = Path("stacks", "customers", "acme.yaml").resolve()
_ALONE = Path("tests", "corpus_good", "everything.yaml").resolve()
"""The same customer with prd alone: what further environments are measured with."""
_AGAIN = 5
"""Further environments in one process: what each of them costs is the difference, divided by this."""


@dataclass(frozen=True)
class Place:
    """Where everything is."""

    home: Path
    node: str
    python: str
    k8s: Path
    """The compiled TypeScript app of the Kubernetes side."""
    aws: Path
    """That of the AWS side."""
    chart: Path
    """The Helm chart of the same objects."""
    helm: Path


@dataclass(frozen=True)
class Suite:
    """One table. Every row is also given as a multiple of the row `base`."""

    says: str
    base: str
    commands: Sequence[Command]
    runs: int = 0
    """How often; as often as asked for if 0."""


def prepare(home: Path) -> Place:
    """Everything that is compared, made of today's output of acme prd."""
    shutil.rmtree(home / "out", ignore_errors=True)
    bins = Path(sys.executable).parent
    node = str((bins / "node").resolve())
    peers.libraries(home)
    take(_ours("k8s", home / "out" / "dist"))
    take(Command("aws", [sys.executable, "app.py", "aws"], {**_PRD, "CDK_OUTDIR": str(home / "out" / "cdk.out")}))
    return Place(
        home,
        node,
        sys.executable,
        peers.typescript_k8s(home / "out" / "dist", home, node).resolve(),
        peers.typescript_aws(home / "out" / "cdk.out", home, node).resolve(),
        peers.helm_chart(home / "out" / "dist", home).resolve(),
        peers.helm_program(),
    )


SUITES = ("k8s", "environments", "aws", "synth", "fleet", "large", "cold", "commands")
"""The names of all suites, in the order of the page."""


def suites(place: Place) -> dict[str, Callable[[], Suite]]:
    """All of them by name; a suite is made when it is run."""
    return {
        "k8s": lambda: _k8s(place),
        "environments": lambda: _environments(place),
        "aws": lambda: _aws(place),
        "synth": lambda: _synth(place),
        "fleet": lambda: _fleet(place),
        "large": lambda: _large(place),
        "cold": lambda: _cold(place),
        "commands": lambda: _commands(place),
    }


_PRD = {"X2BEE_CUSTOMER": "acme", "X2BEE_ENV": "prd"}


def _ours(name: str, out: Path) -> Command:
    return Command(name, [sys.executable, "app.py", "k8s"], {**_PRD, "CDK8S_OUTDIR": str(out)})


def _inside(word: str, count: int, place: Place, name: str, file: Path = _ALONE) -> Command:
    out = place.home / "out" / f"{word}-{count}"
    return Command(name, [place.python, "-m", "benchmarks.inside", word, file, "prd", str(count), out])


def _typescript(place: Place, count: int, name: str) -> Command:
    env = {"CDK8S_OUTDIR": str(place.home / "out" / f"typescript-{count}"), "ENVIRONMENTS": str(count)}
    return Command(name, [place.node, place.k8s], env)


def _k8s(place: Place) -> Suite:
    return Suite(
        "The Kubernetes side of acme prd, whole processes. TypeScript and Helm have the objects ready in their source; "
        "ours checks the customer's file in all its environments, sizes everything and makes the objects.",
        "TypeScript",
        [
            _typescript(place, 1, "TypeScript"),
            _ours("app.py k8s", place.home / "out" / "dist"),
            _inside("pure", 1, place, "without Node.js", CUSTOMER),
            _inside("limit", 1, place, "limit: typed objects, PyYAML's C dumper", CUSTOMER),
            Command("helm template", [place.helm, "template", "platform", place.chart]),
        ],
    )


def _environments(place: Place) -> Suite:
    more = 1 + _AGAIN
    return Suite(
        f"One process renders the environment once, and {more} times: the difference is what each further one costs.",
        "TypeScript, 1",
        [
            _typescript(place, 1, "TypeScript, 1"),
            _typescript(place, more, f"TypeScript, {more}"),
            _inside("pure", 1, place, "without Node.js, 1"),
            _inside("pure", more, place, f"without Node.js, {more}"),
            _inside("limit", 1, place, "limit, 1"),
            _inside("limit", more, place, f"limit, {more}"),
        ],
    )


def _aws(place: Place) -> Suite:
    out = {"CDK_OUTDIR": str(place.home / "out" / "cdk.out")}
    quick = {"CDK_VALIDATION": "false"}
    ours, theirs = [place.python, "app.py", "aws"], [place.node, place.aws]
    return Suite(
        "The AWS side of acme prd, whole processes, validation as the CDK sets it, and without. TypeScript has the "
        "resources ready as templates (CfnInclude's typed L1s); ours makes them of constructs.",
        "TypeScript",
        [
            Command("TypeScript", theirs, out),
            Command("app.py aws", ours, {**_PRD, **out}),
            Command("TypeScript, no validation", theirs, {**out, **quick}),
            Command("app.py aws, no validation", ours, {**_PRD, **out, **quick}),
        ],
    )


def _synth(place: Place) -> Suite:
    bins = place.python.rpartition("/")[0]
    cdk, cdk8s = Path("node_modules/.bin/cdk"), Path("node_modules/.bin/cdk8s")
    empty = f"{place.node} -e 0"
    return Suite(
        "`make synth` warm, against its parts: both apps, and both CLIs with an app that does nothing.",
        "make synth",
        [
            Command("make synth", ["make", "synth", "CUSTOMER=acme", "ENV=prd"]),
            Command("app.py aws", [place.python, "app.py", "aws"], _PRD),
            _ours("app.py k8s", place.home / "out" / "dist"),
            Command("cdk", [cdk, "synth", "--quiet", "--app", empty], {"PATH": f"{bins}:/usr/bin:/bin"}, codes=(0, 1)),
            Command("cdk8s", [cdk8s, "synth", "--app", empty, "--output", place.home / "out" / "empty"], codes=(0, 1)),
        ],
    )


def _fleet(place: Place) -> Suite:
    """Customers like acme, each with prd alone."""
    x2bee = Path(place.python).with_name("x2bee")
    rows: list[Command] = []
    for sides, flags, sizes in (("Kubernetes", ["--no-aws"], (1, 10, 100)), ("both sides", [], (1, 10, 100))):
        for size in sizes:
            words = [x2bee, "fleet", "synth", _customers(place.home / "fleet" / str(size), size), "--force", *flags]
            out = place.home / "out" / f"fleet-{size}"
            rows.append(Command(f"{sides}, {size}", [*words, "--environment", "prd", "--out", out]))
    every = ["fleet", "synth", _customers(place.home / "fleet" / "100", 100), "--force", "--no-aws"]
    rows.append(Command("Kubernetes, 300", [x2bee, *every, "--out", place.home / "out" / "fleet-300"]))
    return Suite(
        "`x2bee fleet synth` of customers like acme, prd of each; 300 are all three environments of 100.",
        "Kubernetes, 1",
        rows,
        runs=1,
    )


def _large(place: Place) -> Suite:
    """One environment of acme with its 15 services, and with 500."""
    x2bee = Path(place.python).with_name("x2bee")
    rows: list[Command] = []
    for services in (15, 500):
        folder = place.home / "fleet" / f"services-{services}"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "large.yaml"
        file.write_text(_with_services(services), encoding="utf-8")
        out = place.home / "out" / f"services-{services}"
        rows.append(Command(f"x2bee check, {services}", [x2bee, "check", file]))
        for sides, flags in (("Kubernetes", ["--no-aws"]), ("both sides", [])):
            words = [x2bee, "fleet", "synth", folder, "--force", *flags, "--out", out]
            rows.append(Command(f"{sides}, {services}", words))
    return Suite("One environment of 15 services, as acme prd is, and one of 500.", "x2bee check, 15", rows, runs=1)


def _with_services(count: int) -> str:
    """The customer's file with so many services, in larger nodes, for what watches them grows with them."""
    text = _ALONE.read_text(encoding="utf-8").replace("acme", "large").replace("m7g.2xlarge", "m7g.8xlarge")
    more = "".join(
        f"  x2bee-api-{number:03}: {{ runtime: {{ kind: spring-boot }}, calls: [x2bee-api-common] }}\n"
        for number in range(count - 15)
    )
    return text.replace("\nservices:\n", f"\nrepository_stacks: 2\nservices:\n{more}", 1)


def _customers(folder: Path, count: int) -> Path:
    """Customers that take nothing from each other: each has its name, domain, zone, network and account."""
    folder.mkdir(parents=True, exist_ok=True)
    text = CUSTOMER.read_text(encoding="utf-8")
    for number in range(count):
        mine = text.replace("acme", f"shop{number:03}").replace("10.20.", f"10.{number}.")
        mine = mine.replace("111122223333", f"{111100000000 + number}").replace("Z0123456789", f"Z{number:010}")
        (folder / f"shop{number:03}.yaml").write_text(mine, encoding="utf-8")
    return folder


def _cold(place: Place) -> Suite:
    fresh = place.home / "out" / "jsii"
    shutil.rmtree(fresh, ignore_errors=True)
    bytecode = {"PYTHONPYCACHEPREFIX": str(place.home / "out" / "bytecode")}
    shutil.rmtree(bytecode["PYTHONPYCACHEPREFIX"], ignore_errors=True)
    warm = _ours("warm", place.home / "out" / "dist")
    return Suite(
        "`app.py k8s` on a fresh machine: the first run unpacks jsii's packages and compiles Python.",
        "warm",
        [
            warm,
            Command("no jsii packages", warm.words, {**warm.env, "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(fresh)}),
            Command("no bytecode", warm.words, {**warm.env, **bytecode}),
        ],
        runs=1,
    )


def _commands(place: Place) -> Suite:
    x2bee = Path(place.python).with_name("x2bee")
    return Suite(
        "What people run many times a day.",
        "x2bee check FILE",
        [
            Command("x2bee check FILE", [x2bee, "check", CUSTOMER]),
            Command("x2bee graph", [x2bee, "graph", CUSTOMER, "--output", place.home / "out" / "graph.svg"]),
            Command("x2bee schema", [x2bee, "schema"]),
            Command("x2bee diff FOLDER FOLDER", [x2bee, "diff", *_two_folders(place)]),
            Command("x2bee --help", [x2bee, "--help"]),
        ],
    )


def _two_folders(place: Place) -> list[Path]:
    """The output of acme prd, twice."""
    found: list[Path] = []
    for name in ("before", "after"):
        folder = place.home / "out" / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(place.home / "out" / "dist", folder / "dist")
        shutil.copytree(place.home / "out" / "cdk.out", folder / "cdk.out")
        found.append(folder)
    return found
