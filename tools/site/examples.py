"""What each construct makes, on platforms that between them have nearly all of it."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aws_cdk
import cdk8s
from constructs import Construct, IConstruct

from x2bee_constructs.aws import PlatformStacks
from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.k8s import PlatformApp, PlatformCharts
from x2bee_constructs.platform.props import Platform

__all__ = ["Made", "aws_side", "kubernetes_side"]

_LONGEST = 80
"""Lines of an object that a page shows."""


@dataclass(frozen=True)
class Made:
    """What one construct of a platform makes."""

    path: str
    names: tuple[str, ...]
    """`Deployment x2bee-api-order`; on the AWS side `AWS::EC2::Subnet × 9`."""
    language: str
    largest: str
    """Its largest object or resource."""


def kubernetes_side(platform: Platform) -> dict[type[Construct], Made]:
    """The first construct of each class of ours, with its objects."""
    found: dict[type[Construct], Made] = {}
    with tempfile.TemporaryDirectory() as folder:
        app = PlatformApp(outdir=folder)
        PlatformCharts(app, platform)
        for construct in _ours(app):
            objects = [one.to_json() for one in construct.node.find_all() if isinstance(one, cdk8s.ApiObject)]
            if objects:
                names = tuple(f"{one['kind']} `{one['metadata']['name']}`" for one in objects)
                made = Made(construct.node.path, names, "yaml", _short(max(map(yaml_text, objects), key=len)))
                found.setdefault(type(construct), made)
    return found


def aws_side(platform: Platform) -> dict[type[Construct], Made]:
    """The same of the AWS side, with its resources."""
    found: dict[type[Construct], Made] = {}
    with tempfile.TemporaryDirectory() as folder:
        app = aws_cdk.App(analytics_reporting=False, outdir=folder)
        PlatformStacks(app, platform)
        templates = {stack.stack_name: stack.template for stack in app.synth().stacks}
        for construct in _ours(app):
            resources = [one for one in construct.node.find_all() if isinstance(one, aws_cdk.CfnResource)]
            if resources:
                counts = Counter(one.cfn_resource_type for one in resources)
                names = tuple(f"{kind}{f' × {count}' if count > 1 else ''}" for kind, count in counts.items())
                texts = [_resource(one, templates) for one in resources]
                largest = _short(max(texts, key=len))
                found.setdefault(type(construct), Made(construct.node.path, names, "json", largest))
    return found


def _ours(app: IConstruct) -> Iterator[Construct]:
    for construct in app.node.find_all():
        if type(construct).__module__.startswith("x2bee_constructs") and isinstance(construct, Construct):
            yield construct


def _resource(resource: aws_cdk.CfnResource, templates: Mapping[str, Any]) -> str:
    stack = aws_cdk.Stack.of(resource)
    name = str(stack.resolve(resource.logical_id))
    found = dict(templates[stack.stack_name]["Resources"][name])
    found.pop("Metadata", None)  # paths, and why a rule of a checker is not meant
    return json.dumps({name: found}, indent=2, ensure_ascii=False)


def _short(text: str) -> str:
    lines = text.rstrip().split("\n")
    rest = len(lines) - _LONGEST
    return "\n".join([*lines[:_LONGEST], f"… {rest} lines more"] if rest > 0 else lines)
