"""`python -m conformance.dist`: what `make dist` built, in empty virtual environments; exit code 1 if something fails."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from conformance.dist.contents import content_faults
from conformance.dist.environment import CommandError, Environment
from conformance.dist.pythons import SUPPORTED, interpreters
from conformance.dist.steps import ON_EACH, ON_THE_NEWEST, Trial

_HERE = Path("build", "dist")
_WORK = Path("build", "dist-conformance").resolve()


def main(argv: Sequence[str] | None = None) -> int:
    """0 all good, or skipped; 1 something is not as it should be, or `--require` and a Python is missing; 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m conformance.dist", description=__doc__)
    parser.add_argument("--python", choices=SUPPORTED, action="append", help="only this version; may be repeated")
    parser.add_argument("--require", action="store_true", help="a version that is not here is a failure")
    parser.add_argument("--keep", action="store_true", help=f"leave {_WORK} as it is, to look at")
    args = parser.parse_args(argv)
    wheels, sources = sorted(_HERE.glob("*.whl")), sorted(_HERE.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sources) != 1:
        print(f"conformance.dist: no wheel with its source distribution in {_HERE}; run make dist first", file=sys.stderr)
        return 2
    faults = [*content_faults(wheels[0], sources[0])]
    print("\n".join(faults) or f"{wheels[0].name}, {sources[0].name}: what belongs in them, and nothing else")
    try:
        missing, failed = _on_each(args.python or SUPPORTED, wheels[0].resolve())
    finally:
        if not args.keep:
            shutil.rmtree(_WORK, ignore_errors=True)
    return int(bool(faults) or failed > 0 or (args.require and missing > 0))


def _on_each(versions: Sequence[str], wheel: Path) -> tuple[int, int]:
    """How many versions are not here, and on how many something failed."""
    found = interpreters(versions)
    here = [version for version, python in found.items() if python]
    failed = 0
    for version, python in found.items():
        if python is None:
            print(f"Python {version}: SKIPPED, it is not on this machine")
        else:
            steps = {**ON_EACH, **ON_THE_NEWEST} if version == here[-1] else ON_EACH
            failed += not _passes(version, python, wheel, steps)
    return len(found) - len(here), failed


def _passes(version: str, python: Path, wheel: Path, steps: Mapping[str, Callable[[Trial], None]]) -> bool:
    home = _WORK / version
    shutil.rmtree(home, ignore_errors=True)
    trial = Trial(wheel, python, home, Environment(home / "core", python), Environment(home / "whole", python))
    for name, step in steps.items():
        started = time.monotonic()
        try:
            step(trial)
        except CommandError as error:
            print(f"Python {version}: {name}: FAILED\n{error}", file=sys.stderr)
            return False
        print(f"Python {version}: {name}: {time.monotonic() - started:.0f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
