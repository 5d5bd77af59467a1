"""`x2bee new`: a repository for one customer, that synthesizes and tests green at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, result
from x2bee_constructs.cli.repository import Customer, Library, repository
from x2bee_constructs.cli.staging import OccupiedError, put
from x2bee_constructs.core import names
from x2bee_constructs.core.korean import told
from x2bee_constructs.core.language import said

__all__ = ["Ci", "new"]

_KINDS: Mapping[str, TypeAdapter[str]] = {
    "CUSTOMER": TypeAdapter[str](names.Customer),
    "--domain": TypeAdapter[str](names.DomainName),
    "--account": TypeAdapter[str](names.AccountId),
    "--region": TypeAdapter[str](names.Region),
}
"""What each word must be: the same as in the customer's file."""

_VERSION = re.compile(r"v?[0-9]+(\.[0-9]+)*([a-z0-9.+-]*)")


class Ci(StrEnum):
    """Whose pipelines run."""

    gitlab = "gitlab"
    """.gitlab-ci.yml."""
    github = "github"
    """.github/workflows/platform.yml."""
    none = "none"
    """Nobody's."""


def new(
    customer: Annotated[
        str, typer.Argument(help="The abbreviation in all names: 2 to 10 lower-case letters and digits.")
    ],
    directory: Annotated[
        Path | None, typer.Option(help="Where to write it: a new or empty folder; ./CUSTOMER if not given.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help="The public domain; CUSTOMER-shop.example.com until you know it.")
    ] = None,
    account: Annotated[str, typer.Option(help="The AWS account; a made-up one until you know it.")] = "111122223333",
    region: Annotated[str, typer.Option(help="The AWS region.")] = "ap-northeast-2",
    library: Annotated[
        str | None,
        typer.Option(
            help="The library that it is pinned to: a version, a wheel (it is copied), or its address. This one."
        ),
    ] = None,
    ci: Annotated[Ci, typer.Option(help="Whose pipelines run `make test` and `make synth`.")] = Ci.gitlab,
    output: Format = OutputFormat.text,
) -> None:
    """Write a repository for one customer: app, customer's file, tests with golden files, pipelines, pins.

    x2bee new beta
    cd beta && make test && make synth

    Nothing is written if anything is wrong, and nothing is overwritten.

    Exit code 0: written. 2: a word is not allowed, or the folder is not empty.
    """
    chosen = Customer(customer, domain or f"{customer}-shop.example.com", account, region)
    for word, value in zip(_KINDS, chosen, strict=True):
        _check(word, value)
    target = directory or Path(customer)
    try:
        files = repository(chosen, _library(library), ci.value)
        put(target, files)
    except OccupiedError as error:
        bad_input(f"error: the folder '{target}' is not empty: {error} is there", fix="choose another --directory")
    except OSError as error:
        bad_input(f"error: cannot write {target}: {error.strerror}")
    result(output, _next(target, customer), {"folder": str(target), "files": sorted(files)})


def _check(word: str, value: str) -> None:
    try:
        _KINDS[word].validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        context = found.get("ctx", {})
        title = told(context.get("title", found["msg"]))
        bad_input(f"error: {word}: {title}", expected=context.get("expected", ""))


def _library(given: str | None) -> Library:
    """The wheel given, else a version of the published package."""
    if given is None:
        return Library(f"=={version('x2bee-constructs')}")
    wheel = Path(given)
    if "://" in given:
        return Library(f" @ {given}")
    if given.endswith(".whl"):
        if not wheel.is_file() or not wheel.name.startswith("x2bee_constructs-"):
            bad_input(
                f"error: --library: '{given}' is no wheel of x2bee-constructs", fix="make one: pip wheel --no-deps ."
            )
        return Library("", wheel)
    if not _VERSION.fullmatch(given):
        bad_input(
            f"error: --library: '{given}' is no library",
            expected="a version (0.1.0), a wheel (….whl) or an address (https://…)",
        )
    return Library(f"=={given.removeprefix('v')}")


def _next(target: Path, customer: str) -> str:
    return said(
        f"{target} is written. Next:\n\n"
        f"  cd {target}\n"
        "  make test     # installs what it needs, writes tests/golden, and is green\n"
        "  make synth    # cdk.out/ and dist/\n"
        f"  edit stacks/customers/{customer}.yaml: account, domain and ingress before you deploy",
        f"{target}에 저장소를 만들었습니다. 다음 단계:\n\n"
        f"  cd {target}\n"
        "  make test     # 필요한 것을 설치하고 tests/golden을 만든 뒤 테스트합니다\n"
        "  make synth    # cdk.out/ 및 dist/\n"
        f"  배포하기 전에 stacks/customers/{customer}.yaml의 account, domain, ingress를 고칩니다",
    )
