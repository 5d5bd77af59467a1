"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from conformance.faults import report
from conformance.faults.cases import Case, Outcome, prepare
from conformance.faults.mapped import UnmappedError
from conformance.faults.proxy import envoy_version
from conformance.faults.rules import Rules, emitted, never_ejecting
from conformance.faults.scenarios import SCENARIOS
from conformance.processes import Processes
from stacks.customer import selected_platform
from x2bee_constructs import SpecError

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "faults"
CANARY = "503"
"""The fault that the canary suffers."""


def parser() -> argparse.ArgumentParser:
    """All flags."""
    names = [scenario.name for scenario in SCENARIOS]
    p = argparse.ArgumentParser(prog="python -m conformance.faults", description="Emitted mesh rules in a real Envoy.")
    p.add_argument("--only", nargs="+", choices=names, metavar="FAULT", default=names, help=f"of {', '.join(names)}")
    p.add_argument("--service", default="x2bee-api-order", help="whose rules (left out: %(default)s)")
    p.add_argument("--envoy", type=Path, help="the program; the one in build/faults if not given")
    p.add_argument("--report", type=Path, default=BUILD / "report.json", help="the outcomes as JSON are written here")
    p.add_argument("--markdown", type=Path, help="also write the document here")
    p.add_argument("--timeout", type=int, default=300, help="seconds for the whole run (left out: %(default)s)")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """0 all margins held; 1 one was broken, or a canary got through; 2 wrong use, timeout or interruption."""
    args = parser().parse_args(argv)
    try:
        return _judge(args)
    except (TimeoutError, asyncio.CancelledError, KeyboardInterrupt) as error:
        why = f"took longer than {args.timeout} s" if isinstance(error, TimeoutError) else "asked to end"
        print(f"faults: {why}; everything that was started has been ended", file=sys.stderr)
    except (SpecError, UnmappedError, LookupError, OSError, RuntimeError) as error:
        print(f"faults: {error}", file=sys.stderr)
    return 2


def find_envoy(asked: Path | None) -> Path:
    """The program; raises if it is not there."""
    found = [asked] if asked else sorted(BUILD.glob("lib/python3*/site-packages/envoy/_bin/envoy"))
    if not found or not found[0].is_file():
        raise FileNotFoundError(f"no Envoy at {asked or BUILD}; `make faults` installs it from conformance/faults.txt")
    return found[0]


def cases(rules: Rules, names: Sequence[str]) -> Iterator[Case]:
    """Each fault with and without protection, then the canary."""
    for scenario in (s for s in SCENARIOS if s.name in names):
        yield Case(scenario, "without", scenario.without(rules), scenario.bare)
        yield Case(scenario, "protected", rules, scenario.protected)
        if scenario.name == CANARY:
            yield Case(scenario, "canary", never_ejecting(rules), scenario.protected, must_break=True)


async def everything(chosen: Sequence[Case], binary: Path, folder: Path) -> list[Outcome]:
    """Run the cases one after another; those that must ripen first are started first and run last."""
    outcomes: dict[str, Outcome] = {}
    with Processes(folder) as processes:
        async with contextlib.AsyncExitStack() as stack:
            ripening = [await stack.enter_async_context(prepare(c, binary, processes)) for c in chosen if c.ripens]
            for case in (c for c in chosen if not c.ripens):
                async with prepare(case, binary, processes) as prepared:
                    outcomes[case.name] = await prepared.run()
            for prepared in ripening:
                outcomes[prepared.case.name] = await prepared.run()
    return [outcomes[case.name] for case in chosen]


async def _bounded(chosen: Sequence[Case], binary: Path, folder: Path, limit: int) -> list[Outcome]:
    """The same within `limit` seconds; SIGTERM ends it in order, as Ctrl-C does."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with asyncio.timeout(limit):
        return await everything(chosen, binary, folder)


def _judge(args: argparse.Namespace) -> int:
    platform = selected_platform()
    rules = emitted(platform, args.service)
    whose = f"{args.service} of {platform.customer} {platform.environment}"
    binary = find_envoy(args.envoy)
    version, started = envoy_version(binary), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="x2bee-faults-") as folder:
        outcomes = asyncio.run(_bounded(list(cases(rules, args.only)), binary, Path(folder), args.timeout))
    took = time.monotonic() - started
    report.write(args.report, outcomes, version, took)
    if args.markdown:
        args.markdown.write_text(report.document(outcomes, whose, version), encoding="utf-8")
    print(report.table(outcomes))
    print(f"\nreport: {args.report}; {took:.0f} s")
    return int(not all(outcome.good for outcome in outcomes))
