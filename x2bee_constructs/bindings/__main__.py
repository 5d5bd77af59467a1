"""`python -m x2bee_constructs.bindings --crd my-crd.yaml --out my_app/bindings`: typed classes for CRDs of your own.

One module per API group and version: `shop.example.com/v1` becomes `shop_example_com_v1.py`.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .crd import Crd, module, read
from .module import MissingTool
from .render import header, render
from .shared import Shared


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, 1 nothing could be made, said in one line."""
    parser = argparse.ArgumentParser(prog="python -m x2bee_constructs.bindings", description=__doc__)
    parser.add_argument(
        "--crd", type=Path, action="append", required=True, help="a YAML file with CRDs; may be given again"
    )
    parser.add_argument("--out", type=Path, required=True, help="the package (folder) that the modules are written to")
    options = parser.parse_args(arguments)
    try:
        crds = [crd for path in options.crd for crd in read(path)]
        if not crds:
            raise ValueError(f"no CustomResourceDefinition in {', '.join(map(str, options.crd))}")
        _write(crds, options.out, f"python -m x2bee_constructs.bindings {_words(options.crd, options.out)}")
    except (MissingTool, OSError, ValueError) as error:
        sys.stderr.write(f"bindings: {error}\n")
        return 1
    except RecursionError:
        sys.stderr.write("bindings: a schema holds itself (a YAML alias), as no CRD can\n")
        return 1
    return 0


def _words(crds: Iterable[Path], out: Path) -> str:
    return " ".join([*(f"--crd {path.name}" for path in crds), f"--out {out.name}"])


def _write(crds: Iterable[Crd], out: Path, command: str) -> None:
    shared = Shared.installed()
    groups: dict[tuple[str, str], list[Crd]] = {}
    for crd in crds:
        groups.setdefault((crd.group, crd.version), []).append(crd)
    made = {key: module(members, "/".join(key), shared, command) for key, members in sorted(groups.items())}
    texts = {key: render(found, out.name) for key, found in made.items()}
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "__init__.py").exists():
        (out / "__init__.py").write_text(header("CRDs", command), encoding="utf-8")
    for key, text in texts.items():
        path = out / f"{re.sub(r'[^a-z0-9]+', '_', '_'.join(key).lower())}.py"
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"bindings: {path}: {', '.join(made[key].kinds)}\n")


if __name__ == "__main__":
    logging.basicConfig(format="bindings: %(message)s")
    sys.exit(main(sys.argv[1:]))
