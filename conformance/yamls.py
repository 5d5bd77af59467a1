"""YAML as Kubernetes reads it: no timestamps, and a bare `=` is a string."""

from __future__ import annotations

import re
from typing import Any

import yaml

VALUE, TIMESTAMP = "tag:yaml.org,2002:value", "tag:yaml.org,2002:timestamp"


class Loader(yaml.CSafeLoader):
    """A safe loader of its own, so that no other user of the library is changed."""


def _string(loader: Loader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


Loader.add_constructor(VALUE, _string)
Loader.add_constructor(TIMESTAMP, _string)


def parse(text: str, where: str = "") -> Any:
    """One YAML document; `where` it was read is said with its faults."""
    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{where}: not YAML: {' '.join(str(error).split())}") from None


def documents(text: str) -> list[str]:
    """The documents of a YAML stream that are not empty, as text."""
    parts = re.split(r"^---[ \t]*(?:#.*)?$", text, flags=re.MULTILINE)
    return [part for part in parts if re.sub(r"^\s*#.*$", "", part, flags=re.MULTILINE).strip()]
