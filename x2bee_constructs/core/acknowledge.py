"""A finding of a checker that is meant, acknowledged beside the construct with its reason."""

from __future__ import annotations

import re
from typing import Any

from aws_cdk import CfnResource, Stack
from constructs import IConstruct

from x2bee_constructs.core.marks import mark_acknowledged

__all__ = ["MARK", "PACKS", "acknowledge"]

MARK = "x2bee:acknowledged"
"""The metadata of a construct that says what we acknowledged for plugins: the CDK itself also acknowledges, unasked."""

PACKS = ("NIST.800.53.R5", "PCI.DSS.321")
"""The packs of cdk-nag that have many a rule in common: `NIST.800.53.R5-X` and `PCI.DSS.321-X` are one test."""

_CHECKOV = re.compile(r"CKV2?_[A-Z]+_\d+", re.ASCII)
_CFN_LINT = re.compile(r"[EWI]\d{4}", re.ASCII)
_CDK_NAG = re.compile(
    r"(?P<pack>AwsSolutions|HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321|Serverless)-\w+(\[.+\])?", re.ASCII
)
_QUALIFIED = re.compile(r"[A-Za-z][\w.-]*::\S.*", re.ASCII)

_FORMS = (
    "AwsSolutions-IAM5[Resource::*] (cdk-nag, one id for each finding), CKV_AWS_18 (Checkov), W3010 (cfn-lint), or "
    "Plugin::rule as `cdk synth` prints it (CloudFormation-Validate::W3010)"
)


def acknowledge(construct: IConstruct, reason: str, *rules: str) -> None:
    """Say why the rules' findings on the construct are meant. Rules are ids as their checker prints them.

    cdk-nag and the other plugins of `cdk synth` also hear what is said of a construct further up; their acknowledged
    findings stand with the reason in `validation-report.json`. Checkov and cfn-lint read the resource's own metadata
    in the template. Said of a stack, a cfn-lint rule is ignored in all of its template.

    Raises `ValueError` for an id that no checker has or without a reason, and `TypeError` where a rule is read from a
    resource and the construct has none; both with the construct's path.
    """
    if not reason.strip():
        raise ValueError(f"[{construct.node.path}] say why {', '.join(rules)} is meant; got no reason")
    plugins: list[str] = []
    for rule in rules:
        if _CHECKOV.fullmatch(rule):
            _skip(construct, rule, reason)
        elif _CFN_LINT.fullmatch(rule):
            _ignore(construct, rule, reason)
        else:
            plugins.append(_qualified(construct, rule))
    if plugins:
        mark_acknowledged(construct, MARK, plugins, reason)


def _qualified(construct: IConstruct, rule: str) -> str:
    """With the plugin's name, so that the CDK itself matches id and finding and puts both in its report.

    cdk-nag drops a finding that is acknowledged by its bare id before the CDK sees it: no report would have it.
    """
    if found := _CDK_NAG.fullmatch(rule):
        return f"{found['pack']}::{rule}"
    if _QUALIFIED.fullmatch(rule):
        return rule
    raise ValueError(f"[{construct.node.path}] '{rule}' is no rule of a known checker; expected {_FORMS}")


def _skip(construct: IConstruct, rule: str, reason: str) -> None:
    resource = _resource(construct, rule)
    said: dict[str, Any] = resource.get_metadata("checkov") or {"skip": []}
    resource.add_metadata("checkov", {"skip": [*said["skip"], {"id": rule, "comment": reason}]})


def _ignore(construct: IConstruct, rule: str, reason: str) -> None:
    if isinstance(construct, Stack):
        said = construct.template_options.metadata or {}
        construct.template_options.metadata = {**said, "cfn-lint": _ignored(said.get("cfn-lint"), rule, reason)}
    else:
        resource = _resource(construct, rule)
        resource.add_metadata("cfn-lint", _ignored(resource.get_metadata("cfn-lint"), rule, reason))


def _ignored(said: Any, rule: str, reason: str) -> dict[str, Any]:
    """What cfn-lint reads (`config`), and beside it the reasons, for people."""
    before: dict[str, Any] = said or {"config": {"ignore_checks": []}, "reasons": {}}
    checks = [*before["config"]["ignore_checks"], rule]
    return {"config": {"ignore_checks": checks}, "reasons": {**before["reasons"], rule: reason}}


def _resource(construct: IConstruct, rule: str) -> CfnResource:
    resource = construct if isinstance(construct, CfnResource) else construct.node.default_child
    if not isinstance(resource, CfnResource):
        raise TypeError(f"[{construct.node.path}] has no CloudFormation resource of its own to acknowledge {rule} on")
    return resource
