"""`python -m tools.bindings`: make `imports/` again, or with `--check` say what differs.

A CRD of your own is bound by `python -m x2bee_constructs.bindings`.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from x2bee_constructs.bindings.module import MissingTool

from .sources import IMPORTS, SCHEMAS, Refusal, load, verify
from .tree import differences, made, write


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, skipped or alike; 1 refused or different."""
    options = _options(arguments)
    if not options.schemas.is_dir():
        print(f"bindings: skipped, there is no folder {options.schemas}; imports/README.md says where the schemas are")
        return int(options.require)
    try:
        verify(load("sources"), options.schemas)
        return _check(options.schemas) if options.check else _write(options.schemas)
    except (Refusal, MissingTool, ValueError) as refusal:
        print(f"bindings: {refusal}", file=sys.stderr)
        return 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bindings", description=__doc__)
    parser.add_argument(
        "--schemas", type=Path, default=SCHEMAS, help="the folder of the schema files (default: %(default)s)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where imports/ differs from a new run"
    )
    parser.add_argument("--require", action="store_true", help="fail, instead of skipping, where the folder is missing")
    return parser.parse_args(arguments)


def _check(schemas: Path) -> int:
    different = differences(made(schemas), IMPORTS)
    for name in different:
        print(f"bindings: imports/{name} is not what the generator makes; run `make bindings`", file=sys.stderr)
    if not different:
        print("bindings: imports/ is what the generator makes")
    return int(bool(different))


def _write(schemas: Path) -> int:
    changed = write(made(schemas), IMPORTS)
    print(f"bindings: {len(changed)} files changed" + "".join(f"\n  imports/{name}" for name in changed))
    return 0


if __name__ == "__main__":
    logging.basicConfig(format="bindings: %(message)s")
    sys.exit(main(sys.argv[1:]))
