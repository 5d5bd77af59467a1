"""`x2bee deliver`: what was synthesized goes to where Argo CD reads it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from x2bee_constructs.cli.manifests import (
    CannotDeliverError,
    Customer,
    customers_file,
    delivered,
    last_line,
    make_commit,
    own_folder,
    put,
    synthesize,
    what_it_does,
)
from x2bee_constructs.cli.output import FINDINGS, Format, OutputFormat, bad_input, result, unreadable
from x2bee_constructs.cli.states import git
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.delivery.argo.manifests import folder, revision
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.read import State
from x2bee_constructs.difference.report import as_json
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.promotion import CannotReleaseError
from x2bee_constructs.platform.props import Platform

__all__ = ["deliver"]

_TRIES = 5
"""Of a push: somebody else's, a pipeline's of another service, may come in between each time."""

_SOURCE = "X2bee-Source"
"""The trailer of a commit that says of which commit of the customer's repository it was made."""


@dataclass(frozen=True)
class _Made:
    """What was synthesized, and for whom."""

    platform: Platform
    props: ArgoDeliveryProps
    folder: Path
    state: State

    @property
    def place(self) -> Path:
        """Where it belongs, in the repository that Argo CD reads."""
        return Path(folder(self.platform.site, self.props))

    @property
    def title(self) -> str:
        """In one line, with the state of this repository that it was made of."""
        made_of = git("describe", "--always", "--dirty", "--exclude=*")
        since = f" as of {made_of.stdout.decode().strip()}" if made_of.returncode == 0 else ""
        return f"{self.platform.customer} {self.platform.environment}{since}"


def deliver(
    environment: Annotated[str, typer.Option(help="Which environment.")],
    customer: Customer = None,
    commit: Annotated[bool, typer.Option("--commit", help="Also make a git commit of the manifests.")] = False,
    push: Annotated[
        bool,
        typer.Option(
            "--push",
            help="Instead, into a fresh clone of delivery.repository, on the branch that Argo CD reads: committed and "
            "pushed.",
        ),
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; say whether something would change.")] = False,
    output: Format = OutputFormat.text,
) -> None:
    """Synthesize one environment, and put its manifests in the place of those that Argo CD reads: no more, no fewer.

    Without --push the place is in this folder, deploy/<customer>/<environment>: where both are one repository.

    x2bee deliver --environment prd --commit
    x2bee deliver --environment prd --push

    Exit code 0: they are there. 1: with --check, they are not what the file says. 2: it cannot be done.
    """
    try:
        platform = load_platform(customers_file(customer), environment)
        props = delivery_props(platform)
        if props is None:
            raise CannotDeliverError(
                f"{platform.customer} says no `delivery`: nobody knows where Argo CD reads {environment}"
            )
        with TemporaryDirectory(prefix="x2bee-deliver-") as temporary:
            out = Path(temporary, "dist")
            made = _Made(platform, props, out, synthesize(platform, out))
            difference = _pushed(made, check, Path(temporary)) if push else _here(made, check, commit)
    except (CannotReleaseError, CannotDeliverError) as error:
        bad_input(f"error: {error}")
    except SpecError as error:
        bad_input(str(error))
    except UnreadableError as error:
        bad_input(unreadable(error))
    text = "\n".join([made.title, "", *what_it_does(difference)])
    data = {"folder": str(made.place), "changed": bool(difference.changes), "difference": as_json(difference)}
    result(output, text, data)
    if check and difference.changes:
        raise typer.Exit(FINDINGS)


def _here(made: _Made, check: bool, commit: bool) -> Difference:
    if own_folder(made.platform) is None:
        raise CannotDeliverError("each environment is a branch of `delivery.repository`; say --push")
    difference = compare(delivered(made.place), made.state)
    if not check:
        put(made.folder, made.place)
        if commit:
            make_commit(made.title, [made.place])
    return difference


def _pushed(made: _Made, check: bool, temporary: Path) -> Difference:
    branch = revision(made.platform.site, made.props)
    count = 0
    while True:
        count += 1
        clone = temporary / f"clone-{count}"
        _clone(made.props.spec.repository.url, branch, clone)
        _refuse_older(made, clone)
        difference = compare(delivered(clone / made.place), made.state)
        if check:
            break
        put(made.folder, clone / made.place)
        make_commit("\n\n".join([made.title, *_made_of()]), [made.place], clone)
        pushed = git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}", folder=clone)
        if pushed.returncode == 0:
            break
        if count == _TRIES:
            raise CannotDeliverError(f"git push failed {_TRIES} times: {last_line(pushed)}")
        time.sleep(count)
    return difference


def _clone(url: str, branch: str, into: Path) -> None:
    """The newest commit of the branch; nothing yet if the repository does not have it."""
    heads = git("ls-remote", "--heads", "--", url, f"refs/heads/{branch}")
    if heads.returncode:
        raise CannotDeliverError(f"git cannot read {url}: {last_line(heads)}")
    new = (
        ["init", "--quiet", f"--initial-branch={branch}", str(into)],
        ["-C", str(into), "remote", "add", "origin", url],
    )
    known = (["clone", "--quiet", "--filter=blob:none", f"--branch={branch}", "--", url, str(into)],)
    for way in known if heads.stdout else new:
        done = git(*way)
        if done.returncode:
            raise CannotDeliverError(f"git cannot clone {url}: {last_line(done)}")


def _made_of() -> list[str]:
    """The line of a commit's message that says of which commit of this repository its manifests were made."""
    head = git("rev-parse", "--verify", "--quiet", "HEAD")
    return [f"{_SOURCE}: {head.stdout.decode().strip()}"] if head.returncode == 0 else []


def _refuse_older(made: _Made, clone: Path) -> None:
    """What was made of a commit that this checkout does not come after may be newer, and would be taken back."""
    wanted = f"--format=%(trailers:key={_SOURCE},valueonly)"
    said = git("log", "--max-count=1", f"--grep=^{_SOURCE}: ", wanted, "--", str(made.place), folder=clone)
    source = said.stdout.decode().strip()
    if said.returncode == 0 and source and git("merge-base", "--is-ancestor", source, "HEAD").returncode:
        raise CannotDeliverError(
            f"{made.place} was made of {source[:12]}, which is not in the history of this checkout: "
            "it may be newer; git pull, and try again"
        )
