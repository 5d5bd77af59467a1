"""Synthesizes an app as the two CLIs do, and says what it made."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from x2bee_constructs.core.cdk_cli import cdk_context
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.node import node_environment
from x2bee_constructs.platform.fleet import CUSTOMERS, load_customer
from x2bee_constructs.platform.load import environments_of
from x2bee_constructs.platform.props import Platform

__all__ = ["Output", "SynthesisError", "chosen_platforms", "synthesized"]

_SAID = 30
"""Lines of what a program said that are still shown; the last ones have the reason."""


class SynthesisError(Exception):
    """An app could not be synthesized; says what was run, and the end of what it said."""


@dataclass(frozen=True)
class Output:
    """What an app was synthesized to: a folder with `cdk.out`, `dist` or both."""

    home: Path
    """The folder."""
    file: Path | None = None
    """The customer's file it was made of, if there is one."""
    environment: str = "prd"
    """Which environment of the file."""

    @property
    def templates(self) -> Path:
        """What the AWS side wrote: a cloud assembly."""
        return self.home / "cdk.out"

    @property
    def manifests(self) -> Path:
        """What the Kubernetes side wrote."""
        return self.home / "dist"

    @cached_property
    def platform(self) -> Platform:
        """The platform that the file describes. Raises `ValueError` without a file, `SpecError` if it has faults."""
        if self.file is None:
            raise ValueError(f"{self.home} was made without a customer's file: there is no platform to compare with")
        return load_customer(self.file, self.environment).platforms[self.environment]


class _Side(NamedTuple):
    """How one of the CLIs runs the app."""

    command: str
    told: Mapping[str, str]


def chosen_platforms(root: Path, wanted: Sequence[str] = ()) -> list[str]:
    """`customer/environment` of each platform in `stacks/customers`; one '' if the app has no such file.

    `wanted` are the ones to take. Raises `SpecError` for an unreadable file, `ValueError` if a wanted one is not there.
    """
    files = sorted((root / CUSTOMERS).glob("*.yaml"))
    there = [f"{file.stem}/{environment}" for file in files for environment in environments_of(file)]
    if unknown := sorted(set(wanted) - set(there)):
        allowed = f"expected some of {', '.join(there)}" if there else f"there is no file in {CUSTOMERS}"
        raise ValueError(f"x2bee_platforms: no platform {', '.join(map(repr, unknown))}; {allowed}")
    return [name for name in there if name in wanted or not wanted] or [""]


def synthesized(root: Path, platform: str, home: Path) -> Output:
    """Run the app in `root` for `customer/environment`, both sides at once, into `home`.

    Which sides it has is said by cdk.json and cdk8s.yaml: their `app` is run with the variables that the CLIs give it,
    and X2BEE_CUSTOMER and X2BEE_ENV. Raises `SynthesisError` if there is neither, or a side fails.
    """
    customer, _, environment = platform.partition("/")
    who = {"X2BEE_CUSTOMER": customer, "X2BEE_ENV": environment} if platform else {}
    sides = [*_sides(root, home)]
    if not sides:
        raise SynthesisError(f"neither cdk.json nor cdk8s.yaml in {root} says how the app is run (its `app`)")
    with ThreadPoolExecutor(len(sides)) as pool:
        for failure in pool.map(partial(_run, root, who), sides):
            if failure:
                raise SynthesisError(failure)
    file = root / CUSTOMERS / f"{customer}.yaml"
    return Output(home, file if platform else None, environment or "prd")


def _sides(root: Path, home: Path) -> Iterator[_Side]:
    aws = _settings(root / "cdk.json")
    if command := aws.get("app"):
        context = cdk_context(root)
        told = {"CDK_OUTDIR": str(home / "cdk.out"), "CDK_CONTEXT_JSON": context, "CDK_VALIDATION": "false"}
        yield _Side(str(command), told)
    if command := _settings(root / "cdk8s.yaml").get("app"):
        yield _Side(str(command), {"CDK8S_OUTDIR": str(home / "dist")})


def _settings(file: Path) -> Mapping[str, Any]:
    """JSON is YAML too."""
    if not file.is_file():
        return {}
    try:
        return as_mapping(yaml.safe_load(file.read_text(encoding="utf-8"))) or {}
    except yaml.YAMLError as error:
        raise SynthesisError(f"cannot read {file}: {error}") from None


def _run(root: Path, who: Mapping[str, str], side: _Side) -> str:
    """Why it failed; empty if it did not. `python` is this one, whatever is on the PATH."""
    words = shlex.split(side.command)
    if words[0] in {"python", "python3"}:
        words[0] = sys.executable
    told = {**os.environ, **node_environment(), **who, **side.told}
    try:
        done = subprocess.run(words, cwd=root, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        return f"cannot run '{side.command}' in {root}: {error.strerror}"
    if not done.returncode:
        return ""
    said = done.stdout.decode(errors="replace").strip().splitlines()[-_SAID:]
    again = " ".join(f"{name}={value}" for name, value in who.items())
    return "\n".join([f"$ {again} {side.command}".replace("$  ", "$ "), *said, f"exit code {done.returncode}"])
