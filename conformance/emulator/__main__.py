"""`python -m conformance.emulator`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from conformance.emulator.aws import Boto, environment
from conformance.emulator.cli import Cli
from conformance.emulator.environment import ROOT, make, use
from conformance.emulator.project import Project
from conformance.emulator.report import Report
from conformance.emulator.run import SHORT, play
from conformance.emulator.server import Server
from conformance.emulator.steps import Scene
from conformance.processes import Processes

FOLDER = ROOT / "build" / "emulator"


def _stop(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(argv: Sequence[str] | None = None) -> int:
    """0 everything holds; 1 something does not; 2 interrupted, or the emulator cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m conformance.emulator", description=__doc__)
    parser.add_argument("--customer", default=os.environ.get("X2BEE_CUSTOMER") or "acme")
    parser.add_argument("--environment", default=os.environ.get("X2BEE_ENV") or "prd")
    parser.add_argument(
        "--change", action="append", default=[], metavar="FIELD=JSON",
        help="merged into the environment's part of the customer's file: 'network={\"interface_endpoints\": true}'",
    )  # fmt: skip
    parser.add_argument(
        "--short", action="store_true",
        help="deploy once, look, break what is looked at, and take it down; no failures, updates or replacements",
    )  # fmt: skip
    arguments = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, _stop)
    report = Report()
    try:
        _run(report, arguments)
    except (KeyboardInterrupt, OSError, RuntimeError, ValueError) as error:
        print(f"emulator: {str(error) or 'interrupted'}; everything that was started has been ended", file=sys.stderr)
        return 2
    report.write(FOLDER / "report.json")
    print(f"{report.table()}\n\nreport: {FOLDER / 'report.json'}; logs: {FOLDER / 'logs'}")
    return int(report.failed)


def _run(report: Report, arguments: argparse.Namespace) -> None:
    customer, environ, changes = arguments.customer, arguments.environment, arguments.change
    python = make(FOLDER)
    use(FOLDER)
    logs = _fresh(FOLDER / "logs")
    project = Project(FOLDER / "project", customer, environ)
    for field, _, value in (change.partition("=") for change in changes):
        project.change(field, json.loads(value))
    account, region = project.platform.account, project.platform.region
    with Processes(logs) as processes:
        with report.step("emulator", "it listens on loopback, and nowhere else") as expect:
            server = Server(processes, python, account, region)
            expect.same("ports", {server.port}, set(server.addresses().values()))
        if report.failed:
            return
        aws = environment(server.url, account, region)
        said = {**aws, "X2BEE_CUSTOMER": customer, "X2BEE_ENV": environ, "CDK_DEFAULT_ACCOUNT": account}
        scene = Scene(project, Cli(project.folder, logs, said), Boto(server.url, account, region))
        play(scene, report, SHORT if arguments.short else None)
        with report.step("still alone", "it listened nowhere else afterwards either") as expect:
            expect.same("ports", {server.port}, set(server.addresses().values()))


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
