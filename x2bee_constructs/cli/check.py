"""`x2bee check`: customers' files, what they take from each other, and what was synthesized from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console

from x2bee_constructs.cli.findings import as_data, as_github, as_sarif
from x2bee_constructs.cli.output import BAD_INPUT, FINDINGS, as_finding, bad_input, print_json, say, source_of
from x2bee_constructs.core.diagnostics import Finding, SpecError
from x2bee_constructs.core.korean import told
from x2bee_constructs.core.language import Language, said, spoken
from x2bee_constructs.core.names import Site
from x2bee_constructs.handoff.assembly import read_assembly
from x2bee_constructs.handoff.check import Handoff, check_handoff
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.handoff.report import as_findings, as_json, verdict
from x2bee_constructs.platform.fleet import CUSTOMERS, Fleet, load_fleet
from x2bee_constructs.platform.load import environment_faults
from x2bee_constructs.platform.logs import log_sums
from x2bee_constructs.platform.observability import observability_sums
from x2bee_constructs.platform.policies import check_policies
from x2bee_constructs.platform.props import Platform

__all__ = ["CheckFormat", "check"]


class CheckFormat(StrEnum):
    """What the result is for."""

    text = "text"
    """People."""
    json = "json"
    """Programs."""
    sarif = "sarif"
    """Code scanning: SARIF 2.1.0."""
    github = "github"
    """GitHub's workflow commands, shown beside the line."""


class _Result(NamedTuple):
    """Everything that was found, and what is said where nothing was."""

    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, Sequence[str]] = {}
    handoff: Handoff | None = None
    said: tuple[str, ...] = ()
    code: int = 0


_Files = Annotated[list[Path] | None, typer.Argument(help="Customers' files; those of stacks/customers if not given.")]
_TEMPLATES, _MANIFESTS = Path("cdk.out"), Path("dist")


def check(
    file: _Files = None,
    environment: Annotated[str | None, typer.Option(help="Whose output it is: this environment of FILE.")] = None,
    templates: Annotated[Path, typer.Option(help="What cdk synth wrote.")] = _TEMPLATES,
    manifests: Annotated[Path, typer.Option(help="What cdk8s synth wrote.")] = _MANIFESTS,
    output: Annotated[CheckFormat, typer.Option("--format", help="For people or for programs.")] = CheckFormat.text,
) -> None:
    """Check customers' files in all environments, one against the other, and what was synthesized from them.

    Files: every field, what must fit together, capacity, versions, and what two customers both claim. Then, where
    cdk.out and dist are: every name that the YAML reads is in a template, every name provided is read, and the policies
    are those that the file declares. All faults come in one run; `x2bee explain CODE` tells more of each.

    Exit code 0: all fits. 1: what was synthesized does not. 2: a file is wrong, or something cannot be read.
    """
    if environment is not None and not file:
        bad_input("error: FILE and --environment go together: x2bee check stacks/customers/acme.yaml --environment prd")
    paths = file or sorted(CUSTOMERS.glob("*.yaml"))
    found, fleet = _files(paths, environment) if paths else (_Result(), None)
    if not found.findings:
        wanted = bool(environment) or not paths or (templates, manifests) != (_TEMPLATES, _MANIFESTS)
        found = _synthesized(fleet, environment, templates, manifests, needed=wanted)
    _report(found, output)
    if found.code:
        raise typer.Exit(found.code)


def _files(paths: Sequence[Path], environment: str | None) -> tuple[_Result, Fleet]:
    console = Console(stderr=True)
    with console.status("…") as status:  # shown on a terminal only
        fleet = load_fleet(paths, told=lambda path: status.update(str(path)))
    asked = [found for one in fleet.files.values() for found in environment_faults(one, environment)]
    ordered = SpecError([*fleet.findings, *asked], fleet.lines)
    return _Result(ordered.findings, fleet.lines, code=BAD_INPUT if ordered.findings else 0), fleet


def _synthesized(
    fleet: Fleet | None, environment: str | None, templates: Path, manifests: Path, *, needed: bool
) -> _Result:
    """The handoff and the policies of the one platform that was synthesized."""
    platforms = [one for file in fleet.files.values() for one in file.platforms.values()] if fleet else []
    if environment:
        platforms = [one for one in platforms if one.environment == environment]
    fits = tuple(_fits(fleet)) if fleet and not environment else ()
    if not needed and not (templates.is_dir() and manifests.is_dir()):
        return _Result(said=(*fits, _unchecked(templates, manifests)))
    try:
        platform = _whose(platforms, templates)
        if platforms and platform is None and not needed:
            return _Result(said=(*fits, _unchecked(templates, manifests)))
        site = platform.site if platform else platforms[0].site if len(platforms) == 1 else None
        return _compared(platform, site, fits, templates, manifests)
    except UnreadableError as error:
        return _Result((as_finding(error),), source_of(error.where), code=BAD_INPUT)


def _compared(
    platform: Platform | None, site: Site | None, fits: tuple[str, ...], templates: Path, manifests: Path
) -> _Result:
    handoff = check_handoff(templates, manifests, site)
    findings, lines = as_findings(handoff)
    shown = (*fits, verdict(handoff))
    if platform:
        policies = check_policies(platform, manifests)
        findings, lines = (*findings, *policies.findings), {**policies.lines, **lines}
        shown = (
            *shown,
            *_policies_said(platform, policies.compared, len(policies.findings)),
            *_sums(platform),
        )
    return _Result(findings, lines, handoff, shown, FINDINGS if findings else 0)


def _whose(platforms: Sequence[Platform], templates: Path) -> Platform | None:
    """The platform of the assembly, if it is one of these."""
    if not platforms:
        return None
    sites = {stack.site for stack in read_assembly(templates)}
    found = [one for one in platforms if one.site in sites]
    return found[0] if len(found) == 1 else None


def _fits(fleet: Fleet) -> Iterator[str]:
    for path, one in fleet.files.items():
        names = ", ".join(one.platforms)
        yield said(f"{path}: {names} fit", f"{path}: {names} 환경에 오류가 없습니다")


def _unchecked(templates: Path, manifests: Path) -> str:
    return said(
        f"names and policies were not checked: {templates} and {manifests} have nothing made from these files",
        f"{templates}, {manifests}에 이 파일로 생성한 결과가 없어 이름과 정책은 확인하지 않았습니다",
    )


def _policies_said(platform: Platform, compared: int, wrong: int) -> Iterator[str]:
    if not compared or wrong:
        return
    whose = platform.site.prefix
    yield said(
        f"{whose}: the policies are those that the file declares ({compared} compared)",
        f"{whose}: 정책 {compared}개가 파일의 선언과 같습니다",
    )


def _sums(platform: Platform) -> tuple[str, ...]:
    logs = (f"logs: {line}" for line in log_sums(platform))
    return tuple(told(line) for line in (*logs, *observability_sums(platform)))


def _report(found: _Result, output: CheckFormat) -> None:
    language = spoken()
    if output is CheckFormat.json:
        print_json(_as_json(found, language))
    elif output is CheckFormat.sarif:
        print_json(as_sarif(found.findings, language))
    elif output is CheckFormat.github:
        if found.findings:
            typer.echo(as_github(found.findings, language))
    else:
        _as_text(found, language)


def _as_text(found: _Result, language: Language) -> None:
    error = SpecError(found.findings, found.lines)
    if found.code == BAD_INPUT:
        say(error.text(language, explained=True), error=True)
        return
    for block in filter(None, [error.blocks(language, explained=True)]):
        say(f"{block}\n")
    for line in found.said:
        say(line)


def _as_json(found: _Result, language: Language) -> dict[str, Any]:
    handoff = as_json(found.handoff) if found.handoff else {}
    findings = [as_data(finding, language) for finding in found.findings]
    # The gaps of the handoff come first, in their order, and say more: both places with their constructs.
    for finding, gap in zip(findings, handoff.get("findings", []), strict=False):
        finding.update({**gap, "title": finding["title"]})  # in the language of the others
    return {**handoff, "findings": findings, "said": list(found.said)}
