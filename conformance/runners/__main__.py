"""`python -m conformance.runners SOURCE`: what we tell GitLab's runners, against what their own source declares.

SOURCE is a checkout of gitlab-org/gitlab-runner at the pinned version. Its structs are read by Go's own parser; the
program itself is not built.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from conformance.runners import KEYS, declared, strange
from conformance.templates.variants import variant
from x2bee_constructs.core.versions import GITLAB_RUNNER
from x2bee_constructs.platform.toolchain import toolchain_props
from x2bee_constructs.toolchain.runner_config import job_config, publish_config


def main(argv: Sequence[str] | None = None) -> int:
    """0 all holds or skipped; 1 something does not; 2 another version, or no source."""
    parser = argparse.ArgumentParser(prog="python -m conformance.runners", description=__doc__)
    parser.add_argument("source", nargs="?", type=Path, help="a checkout of gitlab-org/gitlab-runner")
    source: Path | None = parser.parse_args(argv).source
    if source is None:
        print("skipped: no source of GitLab's runner: make runners RUNNER=folder (conformance/README.md)")
        return 0
    version = source / "VERSION"
    if not version.is_file() or version.read_text(encoding="utf-8").strip() != GITLAB_RUNNER.app_version:
        print(f"conformance.runners: {source} is not gitlab-runner {GITLAB_RUNNER.app_version}", file=sys.stderr)
        return 2
    keys = declared(source)
    found = [*_configs(keys), *_kept(keys)]
    print("\n".join(found) or f"{len(keys)} keys; nothing objected, and a wrong key is")
    return int(bool(found))


def _configs(keys: dict[str, str]) -> Iterator[str]:
    props = toolchain_props(variant("toolchain-hosts"))
    if props is None or props.runners is None:
        raise ValueError("toolchain-hosts of conformance.templates has no runners; give it some")
    for what, text in (("jobs", job_config(props, props.runners)), ("publish", publish_config(props, props.runners))):
        (said,) = tomllib.loads(text)["runners"]
        yield from (f"{what}: the program does not read {path}" for path in strange(said, keys))
        wrong: dict[str, Any] = {**said, "kubernetes": {**said["kubernetes"], "memory_limits": "4Gi"}}
        if list(strange(wrong, keys)) != ["kubernetes.memory_limits"]:
            yield f"{what}: a key that does not exist is let through"


def _kept(keys: dict[str, str]) -> Iterator[str]:
    if json.loads(KEYS.read_text(encoding="utf-8")) != keys:
        yield f"{KEYS} is not what the source declares: write it anew"


if __name__ == "__main__":
    sys.exit(main())
