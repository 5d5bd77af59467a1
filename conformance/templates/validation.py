"""The CDK's own report of what its validation plugins found, and what was acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.templates.assembly import Assembly
from conformance.templates.findings import Acknowledged, Finding, Verdict

__all__ = ["read"]


def read(assembly: Assembly, versions: Mapping[str, str]) -> list[Verdict]:
    """The verdicts of the plugins with these versions; a plugin without findings is not in the CDK's report."""
    reports = {report["pluginName"]: report for report in assembly.report["pluginReports"]}
    return [_verdict(assembly, name, version, reports.get(name, {})) for name, version in versions.items()]


def _verdict(assembly: Assembly, name: str, version: str, report: Mapping[str, Any]) -> Verdict:
    verdict = Verdict(name, version, assembly.name, len(assembly.templates))
    metadata: Mapping[str, Any] = report.get("metadata") or {}
    if "error" in metadata:
        verdict.open.append(Finding("harness", "", metadata["error"]))
    meant: list[Mapping[str, Any]] = report.get("suppressedViolations") or []
    for violation in meant:
        verdict.meant += _located(assembly, violation, violation["reason"])
        verdict.used.add(Acknowledged(violation["ruleName"], assembly.place(violation["acknowledgedAt"])))
    open_: list[Mapping[str, Any]] = report.get("violations") or []
    for violation in open_:
        verdict.open += _located(assembly, violation, "")
    _drop_echoes(verdict)
    verdict.said = _said(assembly, name)
    return verdict


def _located(assembly: Assembly, violation: Mapping[str, Any], reason: str) -> Iterator[Finding]:
    for found in violation["violatingConstructs"]:
        resource: Mapping[str, Any] = found.get("cloudFormationResource") or {}
        place = assembly.place(found["constructPath"] or resource.get("logicalId", ""))
        yield Finding(violation["ruleName"], place, violation["description"], reason)


def _drop_echoes(verdict: Verdict) -> None:
    """cdk-validator-cfnguard repeats a finding without any place if the resource has more statements than one."""
    placed = {found.rule for found in (*verdict.open, *verdict.meant) if found.place}
    verdict.open = [found for found in verdict.open if found.place or found.rule not in placed]


def _said(assembly: Assembly, plugin: str) -> set[Acknowledged]:
    namespace = plugin.replace(" ", "-")
    return {
        Acknowledged(rule.removeprefix(f"{namespace}::"), assembly.place(path))
        for path, rule in assembly.acknowledgements()
        if rule.startswith(f"{namespace}::")
    }
