"""What the templates read themselves: a name that another resource uses needs no reader in the cluster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.handoff.assembly import Stack
from x2bee_constructs.handoff.cloudformation import below, literal, referred
from x2bee_constructs.handoff.grammar import PARAMETER, REPOSITORY, SECRET
from x2bee_constructs.handoff.model import Provided

__all__ = ["exports", "read_by_templates"]

_ONLY_BY_RIGHT = {PARAMETER, SECRET}
"""What holds something for a program: that another resource mentions it does not mean that a program gets it. It counts
as read when a policy allows somebody exactly it."""

_ONLY_IN_THE_CLUSTER = {REPOSITORY, "queue"}
"""What only the YAML reads: who pushes images has rights on a repository, too, and whoever takes from a queue has to be
told its name."""

_MERELY_SAYS = {
    "AWS::ECR::RepositoryPolicy",
    "AWS::KMS::Key",
    "AWS::Logs::ResourcePolicy",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::SecretsManager::SecretTargetAttachment",
}
"""Resources that publish a name or guard its owner, and use it for nothing."""

_POLICIES = {"AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"}

_NO_USE = frozenset({"Description", "Tags"})

_ARN = re.compile(r"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:(.+)", re.ASCII)
_AFTER_TYPE = re.compile(r"(?:cluster|instance-profile|log-group|parameter|role|secret|targetgroup)[/:](.+)", re.ASCII)
_DYNAMIC = re.compile(r"\{\{resolve:ssm(?:-secure)?:([^:}]+)")


def read_by_templates(stacks: Iterable[Stack], known: Iterable[Provided]) -> frozenset[tuple[str, str]]:
    """The resources whose name a template reads, as `(stack, logical id)`.

    A right counts (a policy that names exactly this resource; one with a wildcard reads nothing in particular), and
    use by another resource (`Ref`, `Fn::GetAtt`, an export, or its name in a property), not a description or a tag.
    """
    stacks = list(stacks)
    kinds = {(one.stack, one.logical_id): one.kind for one in known if one.logical_id and one.name}
    by_name: dict[str, list[tuple[str, str]]] = {}
    for one in known:
        by_name.setdefault(one.name, []).append((one.stack, one.logical_id))
    exported = dict(exports(stacks))
    found: set[tuple[str, str]] = set()
    for stack in stacks:
        found |= {owner for name in _filled(stack) for owner in by_name.get(name, ())}
        for logical_id, resource in stack.resources.items():
            right = str(resource.get("Type")) in _POLICIES
            if str(resource.get("Type")) not in _MERELY_SAYS:
                for owner in {*_used(stack, resource, exported), *_mentioned(stack, resource, by_name)}:
                    if owner != (stack.name, logical_id) and _counts(kinds.get(owner, ""), right):
                        found.add(owner)
    return frozenset(found)


def _counts(kind: str, right: bool) -> bool:
    return kind not in _ONLY_IN_THE_CLUSTER and (right or kind not in _ONLY_BY_RIGHT)


def _used(
    stack: Stack, resource: Mapping[str, Any], exports: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    for way, name in referred(resource.get("Properties"), _NO_USE):
        if way == "Ref":
            yield stack.name, name
        elif name in exports:
            yield exports[name]


def _mentioned(
    stack: Stack, resource: Mapping[str, Any], by_name: Mapping[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    for text in below(resource.get("Properties"), stack.pseudo, _NO_USE):
        for name in _names(text):
            yield from by_name.get(name, ())


def _names(text: str) -> Iterator[str]:
    """The name that a text is, as a whole or as an ARN."""
    yield text
    if found := _ARN.fullmatch(text):
        last = found[1]
        yield last.partition("/")[0]
        if inner := _AFTER_TYPE.fullmatch(last):
            name = inner[1].removesuffix("-??????")
            yield from (name, f"/{name}")


def _filled(stack: Stack) -> Iterator[str]:
    """SSM parameters that the deployment takes values from: by the template's parameters or a dynamic reference."""
    for found in (as_mapping(stack.template.get("Parameters")) or {}).values():
        said = as_mapping(found) or {}
        if str(said.get("Type")).startswith("AWS::SSM::Parameter::"):
            yield str(said.get("Default"))
    for text in below(stack.template.get("Resources"), stack.pseudo, _NO_USE):
        yield from _DYNAMIC.findall(text)


def exports(stacks: Iterable[Stack]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What each export and each output of a stack gives, as `(stack, logical id)`, by its name."""
    for stack in stacks:
        for output_id, found in (as_mapping(stack.template.get("Outputs")) or {}).items():
            output = as_mapping(found) or {}
            export = literal((as_mapping(output.get("Export")) or {}).get("Name"), stack.pseudo)
            for way, logical_id in referred(output.get("Value")):
                if way == "Ref":
                    yield f"{stack.name}:{output_id}", (stack.name, logical_id)
                    if export:
                        yield export, (stack.name, logical_id)
