"""The command line."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from conformance.sessions import report
from conformance.sessions.certificates import make_certificates
from conformance.sessions.run import Case, Outcome, canaries, run
from conformance.sessions.servers import programs
from conformance.sessions.shops import SHOPS, build

__all__ = ["main", "parser"]


def parser() -> argparse.ArgumentParser:
    """All flags."""
    p = argparse.ArgumentParser(prog="python -m conformance.sessions", description="Sessions survive a failover.")
    p.add_argument("--only", nargs="+", default=[], metavar="WORD", help="cases whose name has one of these words")
    p.add_argument("--require", action="store_true", help="a kind of server that is not installed is a failure")
    p.add_argument("--markdown", type=Path, help="also write the table here")
    p.add_argument("--logs", type=Path, help="keep the logs of the programs in this folder")
    p.add_argument("--timeout", type=int, default=1200, help="seconds for the whole run (left out: %(default)s)")
    return p


def main(argv: Sequence[str] | None = None) -> int:
    """0 every session survived and every canary was caught; 1 not so; 2 wrong use, timeout or interruption."""
    args = parser().parse_args(argv)
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGTERM, _out_of_time)
    signal.alarm(args.timeout)
    try:
        return _judge(args)
    except (KeyboardInterrupt, OSError, RuntimeError) as error:
        said = str(error) or "asked to end"
        print(f"sessions: {said}; everything that was started has been ended", file=sys.stderr)
        return 2
    finally:
        signal.alarm(0)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("out of time" if number == signal.SIGALRM else "asked to end")


def _judge(args: argparse.Namespace) -> int:
    missing = {"redis", "valkey"} - {program.kind for program in programs()}
    for kind in sorted(missing):
        print(f"skipped: no {kind}-server; conformance/sessions/README.md says where they come from", file=sys.stderr)
    cases = [Case(shop, program) for program in programs() for shop in SHOPS]
    chosen = [case for case in (*cases, *canaries(cases)) if not args.only or any(w in case.name for w in args.only)]
    outcomes = _play(chosen, args.logs)
    text = report.table(outcomes)
    print(text)
    if args.markdown:
        args.markdown.write_text(f"{text}\n", encoding="utf-8")
    unused = [] if args.only or missing else report.never_sent(outcomes)
    for command in unused:
        print(f"allowed, never sent, and no reason given: {command}")
    ran = bool(outcomes) and not (args.require and missing)
    return int(not ran or bool(unused) or not all(outcome.good for outcome in outcomes))


def _play(cases: Sequence[Case], logs: Path | None) -> list[Outcome]:
    """One after another: a machine that starts four JVMs at once tells little about time."""
    for folder in dict.fromkeys(case.shop.folder for case in cases):
        build(folder)
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="x2bee-sessions-") as name:
        certificates = make_certificates(Path(name))
        for index, case in enumerate(cases):
            folder = (logs or Path(name)) / str(index)
            folder.mkdir(parents=True)
            outcomes.append(run(case, folder, certificates))
            print(f"{'good' if outcomes[-1].good else 'BAD '} {case.name}", file=sys.stderr)
    return outcomes
