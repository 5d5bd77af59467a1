"""What is in the repository of one customer, as files in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import NamedTuple

__all__ = ["Customer", "Library", "repository"]

_FILES: Mapping[str, str] = {
    "app.py": "app.py.tmpl",
    "stacks/customers/{customer}.yaml": "customer.yaml.tmpl",
    "tests/test_platform.py": "test_platform.py.tmpl",
    "Makefile": "Makefile.tmpl",
    "README.md": "README.md.tmpl",
    "cdk.json": "cdk.json.tmpl",
    "cdk8s.yaml": "cdk8s.yaml.tmpl",
    "pyproject.toml": "pyproject.toml.tmpl",
    "requirements.txt": "requirements.txt.tmpl",
    ".gitignore": "gitignore.tmpl",
}

_PIPELINES: Mapping[str, Mapping[str, str]] = {
    "gitlab": {".gitlab-ci.yml": "gitlab-ci.yml.tmpl"},
    "github": {".github/workflows/platform.yml": "github.yml.tmpl"},
    "none": {},
}

_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
"""What YAML, old or new, takes for something else than text."""


class Customer(NamedTuple):
    """What a new customer's file must say."""

    name: str
    domain: str
    account: str
    region: str


class Library(NamedTuple):
    """What the repository is pinned to: how a requirement says it, or a wheel that lies in the repository."""

    pin: str
    wheel: Path | None = None


def repository(customer: Customer, library: Library, pipelines: str) -> dict[str, bytes]:
    """All files by their path in the repository; `pipelines` is gitlab, github or none.

    Raises `OSError` if the wheel cannot be read.
    """
    requirement = f"x2bee-constructs[aws,k8s,test]{library.pin}"
    if library.wheel:
        requirement = f"./wheels/{library.wheel.name}[aws,k8s,test]"
    words = {
        "customer": customer.name,
        "customer_value": json.dumps(customer.name) if customer.name in _YAML_WORDS else customer.name,
        "domain": customer.domain,
        "account": customer.account,
        "region": customer.region,
        "library": requirement,
    }
    templates = {**_FILES, **_PIPELINES[pipelines]}
    made = {path.format(customer=customer.name): _filled(name, words) for path, name in templates.items()}
    made |= dict(_pins(customer.name))
    if library.wheel:
        made[f"wheels/{library.wheel.name}"] = library.wheel.read_bytes()
    return made


def _filled(name: str, words: Mapping[str, str]) -> bytes:
    return Template(_text(name)).substitute(words).encode()


def _pins(customer: str) -> Iterator[tuple[str, bytes]]:
    """What the library itself is tested with: every Python package, and the two command lines."""
    yield "constraints.txt", _text("constraints.txt").encode()
    for name in ("package.json", "package-lock.json"):
        data = json.loads(_text(name))
        for project in (data, data.get("packages", {}).get("", {})):
            for key in ("license", "description"):
                project.pop(key, None)
            if "name" in project:
                project["name"] = f"{customer}-cli"
        yield name, f"{json.dumps(data, indent=2, ensure_ascii=False)}\n".encode()


def _text(name: str) -> str:
    return files("x2bee_constructs.cli").joinpath("template", name).read_text(encoding="utf-8")
