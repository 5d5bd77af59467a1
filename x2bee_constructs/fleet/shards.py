"""A fleet over the machines of a CI system that is there already: one job for each shard."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from x2bee_constructs.fleet.plan import Unit

__all__ = ["System", "part", "pipeline"]


class System(StrEnum):
    """Whose pipeline is written."""

    gitlab = "gitlab"
    """`.gitlab-ci.yml`, with `parallel`."""
    github = "github"
    """A workflow of GitHub Actions, with `strategy.matrix`."""


def part(units: Sequence[Unit], shard: int, shards: int) -> tuple[Unit, ...]:
    """Every `shards`-th file from the `shard`-th on, counted from 1: no file is in two shards, and none in none."""
    return tuple(units[shard - 1 :: shards])


def pipeline(system: System, shards: int, folder: str, image: str, out: str) -> str:
    """The pipeline's text: each shard renders its part and keeps the output for a day."""
    made = _gitlab(shards, folder, image, out) if system is System.gitlab else _github(shards, folder, image, out)
    text = StringIO()
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(made, text)  # pyright: ignore[reportUnknownMemberType]
    return text.getvalue()


def _command(folder: str, out: str, shard: str) -> str:
    return f"x2bee fleet synth {folder} --out {out} --shard {shard}"


def _gitlab(shards: int, folder: str, image: str, out: str) -> dict[str, Any]:
    cache = {"key": "jsii", "paths": [".jsii-cache/"]}
    return {
        "fleet": {
            "image": image,
            "parallel": shards,
            "variables": {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": "$CI_PROJECT_DIR/.jsii-cache"},
            "cache": cache,
            "before_script": ["pip install --requirement requirements.txt"],
            "script": [_command(folder, out, "$CI_NODE_INDEX/$CI_NODE_TOTAL")],
            "artifacts": {"paths": [f"{out}/"], "expire_in": "1 day", "when": "always"},
        }
    }


def _github(shards: int, folder: str, image: str, out: str) -> dict[str, Any]:
    shard = "${{ matrix.shard }}"
    steps: list[dict[str, Any]] = [
        {"uses": "actions/checkout@v4"},
        {
            "uses": "actions/cache@v4",
            "with": {"path": ".jsii-cache", "key": "jsii-${{ hashFiles('requirements.txt') }}"},
        },
        {"run": "pip install --requirement requirements.txt"},
        {"run": _command(folder, out, f"{shard}/{shards}")},
        {
            "uses": "actions/upload-artifact@v4",
            "if": "always()",
            "with": {"name": f"fleet-{shard}", "path": out, "retention-days": 1},
        },
    ]
    job = {
        "runs-on": "ubuntu-latest",
        "container": image,
        "env": {"JSII_RUNTIME_PACKAGE_CACHE_ROOT": "${{ github.workspace }}/.jsii-cache"},
        "strategy": {"fail-fast": False, "matrix": {"shard": list(range(1, shards + 1))}},
        "steps": steps,
    }
    return {"name": "fleet", "on": ["push"], "jobs": {"fleet": job}}
