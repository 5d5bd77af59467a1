"""Two small states that differ in one place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Change
from x2bee_constructs.difference.read import State, manifests
from x2bee_constructs.difference.templates import Resource

Edit = Callable[[dict[str, Any]], object]


def manifest(api_version: str, kind: str, name: str = "one", **body: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": "acme-app"}, **body}


def changed_object(before: dict[str, Any], edit: Edit, *others: dict[str, Any]) -> tuple[Change, ...]:
    """What editing one object does, beside others that stay."""
    after = copy.deepcopy(before)
    edit(after)
    old, new = (State(objects=manifests([(one, "file.yaml") for one in (found, *others)])) for found in (before, after))
    return compare(old, new).changes


def stack(resources: Mapping[str, Any]) -> State:
    found = {name: Resource(data, f"stack/{name}", "stack.template.json") for name, data in resources.items()}
    return State(resources={"stack": found})


def changed_resource(before: dict[str, Any], edit: Edit) -> tuple[Change, ...]:
    """What editing the resources of one stack does."""
    after = copy.deepcopy(before)
    edit(after)
    return compare(stack(before), stack(after)).changes
