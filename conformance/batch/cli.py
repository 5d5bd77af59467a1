"""A real Cronicle with what acme dev emits, a real batch service, and the emitted plugin and reconciler."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from conformance.batch.checks import CHECKS, Trial
from conformance.batch.scheduler import Scheduler
from conformance.batch.source import MISSING, obtain
from x2bee_constructs.batch.props import CronicleSchedulerProps
from x2bee_constructs.batch.props import SchedulerSpec as Spec
from x2bee_constructs.platform.batch import scheduler_props
from x2bee_constructs.platform.load import load_platform

__all__ = ["main"]

_NAME = "x2bee-batch-scheduler-mbod"


def main(argv: Sequence[str] | None = None) -> int:
    """0 all checks good, or no Cronicle to be had and none required; 1 not so; 2 timeout or interruption."""
    p = argparse.ArgumentParser(prog="python -m conformance.batch", description="Schedules on a real Cronicle.")
    p.add_argument("--require", action="store_true", help="that there is no Cronicle to be had is a failure")
    p.add_argument("--timeout", type=int, default=900, help="seconds for the whole run (left out: %(default)s)")
    args = p.parse_args(argv)
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.signal(signal.SIGTERM, _out_of_time)
    signal.alarm(args.timeout)
    try:
        cronicle = obtain(Path("build/batch").absolute())
        if cronicle is None:
            print(f"not run: {MISSING}", file=sys.stderr)
            return int(args.require)
        with tempfile.TemporaryDirectory(prefix="x2bee-batch-") as name:
            return _judge(cronicle, Path(name))
    except (KeyboardInterrupt, OSError, RuntimeError) as error:
        print(f"batch: {str(error) or 'asked to end'}; everything that was started has been ended", file=sys.stderr)
        return 2
    finally:
        signal.alarm(0)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("out of time" if number == signal.SIGALRM else "asked to end")


def _judge(cronicle: Path, folder: Path) -> int:
    argv = [sys.executable, "-m", "conformance.batch.service", "--port", "0", "--store", str(folder / "runs.sqlite")]
    service = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    scheduler = Scheduler(_NAME, cronicle, folder / "scheduler", _props())
    try:
        assert service.stdout
        url = f"http://127.0.0.1:{service.stdout.readline().strip().rpartition(':')[2]}"
        trial, bad = Trial(scheduler, url, folder), 0
        for check in CHECKS:
            try:
                print(f"good {check.__name__}: {check(trial)}", flush=True)
            except (AssertionError, KeyError, IndexError) as error:
                bad += 1
                print(f"BAD  {check.__name__}: {error!r}", flush=True)
        print(f"{len(CHECKS) - bad} passed, {bad} failed")
        return int(bad > 0)
    finally:
        scheduler.close()
        service.terminate()
        service.wait(10)


def _props() -> CronicleSchedulerProps:
    """As acme dev has it; on a volume, because there is no S3 here."""
    props = scheduler_props(load_platform("stacks/customers/acme.yaml", "dev"), _NAME)
    assert props
    on_volume = Spec.model_validate({"storage": {"kind": "volume"}})
    return CronicleSchedulerProps.model_validate(
        {**{name: getattr(props, name) for name in props.model_fields_set}, "spec": on_volume}
    )
