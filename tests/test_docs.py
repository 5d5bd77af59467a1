"""What pages show is so: Python blocks run, customers' files load, also in parts, shell words exist, links lead."""

from __future__ import annotations

import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from yaml import safe_dump, safe_load, safe_load_all

from tests.conftest import ACME, ROOT
from x2bee_constructs import load_platform
from x2bee_constructs.cli.app import command_line
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.language import Language
from x2bee_constructs.platform.props import Platform

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def blocks(language: str) -> Iterator[tuple[str, str]]:
    rooms = (ROOT / "x2bee_constructs").glob("**/README.md")
    for path in [ROOT / "README.md", *sorted(room for room in rooms if room.parent.name != "imports")]:
        for index, (found, code) in enumerate(_BLOCK.findall(path.read_text())):
            if found == language:
                yield f"{path.relative_to(ROOT)}#{index}", code


@pytest.mark.parametrize(("name", "code"), list(blocks("python")), ids=[name for name, _ in blocks("python")])
def test_python_blocks_run(name: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import aws_cdk
    import cdk8s

    from x2bee_constructs.core.faults import fault, raise_faults

    monkeypatch.chdir(tmp_path)
    (tmp_path / "customers").mkdir()
    (tmp_path / "customers" / "beta.yaml").write_text(ACME.read_text())
    app = cdk8s.App(outdir=str(tmp_path / "dist"))
    given = {
        "app": app,
        "Chart": cdk8s.Chart,
        "chart": cdk8s.Chart(app, "given", namespace="acme-app"),
        "stack": aws_cdk.Stack(aws_cdk.App(), "given"),
        "fault": fault,
        "raise_faults": raise_faults,
    }
    program = compile(code, name, "exec")
    if "raise_faults(" in code:
        with pytest.raises(ValueError, match=r"replicas\.max"):
            exec(program, given)
    else:
        exec(program, given)


def test_the_readmes_customer_file_loads(tmp_path: Path) -> None:
    (text,) = (code for name, code in blocks("yaml") if name.startswith("README.md"))
    (tmp_path / "beta.yaml").write_text(text)
    platform = load_platform(tmp_path / "beta.yaml", "prd")
    assert len(platform.enabled_services) == 15, "one more, one less than the standard 15"


_AROUND: dict[str, Any] = {
    "toolchain": {
        "databases": {"sonarqube": {"instance": "db.t4g.medium", "readers": 0}},
        "environments": {"dev": {"cluster": {"nodes": {"instance_types": ["m7g.2xlarge"], "max": 8}}}},
    },
}
"""What a room's fragments need beside them, which their text says."""


def fragments() -> Iterator[tuple[str, str]]:
    """Blocks of rooms that are a part of a customer's file; `…` and `<…>` stand for what only the reader knows."""
    for name, code in blocks("yaml"):
        document = next(iter(safe_load_all(code)))
        ours = isinstance(document, dict) and document.keys() <= {*Platform.model_fields, "environments"}
        if ours and not name.startswith("README.md") and not re.search("…|<[a-z]", code):
            yield name, code


def merged(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: merged(below.get(key), value) for key, value in above.items()}}
    return above


def test_there_are_fragments() -> None:
    assert len(list(fragments())) >= 12


@pytest.mark.parametrize(("name", "code"), list(fragments()), ids=[name for name, _ in fragments()])
def test_a_fragment_of_a_customers_file_fits_into_one(name: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    around = merged(safe_load(ACME.read_text()), _AROUND.get(name.split("/")[1], {}))
    file.write_text(safe_dump(merged(around, safe_load(code)), sort_keys=False))
    assert load_platform(file, "prd").customer == "acme"


def test_the_korean_page_shows_the_same_file_and_what_is_really_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "ko" / "README.md").read_text()
    (text,) = (code for language, code in _BLOCK.findall(page) if language == "yaml")
    (english,) = (code for name, code in blocks("yaml") if name.startswith("README.md"))
    assert safe_load(text) == safe_load(english)
    monkeypatch.chdir(tmp_path)
    file = Path("stacks", "customers", "beta.yaml")
    file.parent.mkdir(parents=True)
    file.write_text(text.replace("database: event", "database: evnt"))
    with pytest.raises(SpecError) as found:
        load_platform(file, "prd")
    assert f"```\n{found.value.blocks(Language.ko, explained=True)}\n```" in page


def test_what_a_customer_writes_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = runpy.run_path(str(ROOT / "tests" / "typed" / "standalone.py"))
    assert made["gift"].objects["deployment"].name == "x2bee-api-gift"
    assert len(made["platform"].enabled_services) == 16


def shell_blocks() -> Iterator[tuple[str, str]]:
    """Every line of the shell's blocks in all pages, without comments."""
    pages = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    for page in pages.stdout.split():
        for language, code in _BLOCK.findall((ROOT / page).read_text()):
            if language in {"sh", "console"}:
                yield from ((page, line.partition("#")[0]) for line in code.splitlines())


def test_words_in_shell_blocks_are_words() -> None:
    ours, theirs = (
        set(re.findall(r"^([a-z0-9-]+):", path.read_text(), re.MULTILINE))
        for path in (ROOT / "Makefile", ROOT / "x2bee_constructs" / "cli" / "template" / "Makefile.tmpl")
    )
    command: Any = typer.main.get_command(command_line())
    said: dict[str, set[str]] = {"make": set(), "x2bee": set()}
    for _, line in shell_blocks():
        for made in re.findall(r"(?:^|[;&|]\s*)make((?: [a-z0-9-]+)+)", line):
            said["make"] |= set(made.split())
        said["x2bee"] |= set(re.findall(r"(?:^|[;&|]\s*)x2bee ([a-z][a-z-]*)", line))
    assert min(map(len, said.values())) > 5, "the check has lines to look at"
    assert said["make"] - ours - theirs == set()
    assert said["x2bee"] - set(command.commands) == set()


def test_every_link_leads_somewhere() -> None:
    pages = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    broken = {page: found for page in pages.stdout.split() if (found := _broken(ROOT / page))}
    assert len(pages.stdout.split()) > 100, "the check has pages to look at"
    assert broken == {}


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A `b`: c!\n[1](page.md#a-b-c) [2](#a-b-c) [3](pgae.md) [4](page.md#d) `[5](x)`\n```\n[6](y)\n```\n"
    )
    assert _broken(page) == ["pgae.md", "page.md#d"]


def _broken(page: Path) -> list[str]:
    links = re.findall(r"\]\(([^)\s]+)\)", _QUOTED.sub("", page.read_text()))
    return [link for link in links if not re.match(r"[a-z]+:", link) and not _leads(page, *link.partition("#")[::2])]


def _leads(page: Path, target: str, anchor: str) -> bool:
    """Whether a file exists, and in it the heading that an anchor names as GitHub makes it."""
    found = page.parent / target if target else page
    if not found.exists() or not anchor or found.suffix != ".md":
        return found.exists()
    plain = re.sub(r"^```.*?^```", "", found.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = (re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", heading) for heading in _HEADING.findall(plain))
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
