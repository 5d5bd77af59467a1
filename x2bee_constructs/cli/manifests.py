"""What is synthesized, and where Argo CD reads it: the one is put in the place of the other, whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.states import git, run_side
from x2bee_constructs.core.korean import told
from x2bee_constructs.delivery.argo.manifests import folder
from x2bee_constructs.delivery.argo.props import Folders
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.read import State, read_state
from x2bee_constructs.difference.report import as_text
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.fleet import CUSTOMERS
from x2bee_constructs.platform.promotion import CannotReleaseError
from x2bee_constructs.platform.props import Platform

__all__ = [
    "CannotDeliverError",
    "Customer",
    "customers_file",
    "delivered",
    "last_line",
    "make_commit",
    "own_folder",
    "put",
    "synthesize",
    "what_it_does",
]


class CannotDeliverError(ValueError):
    """Manifests, or the commit with them, that cannot be where they belong; says why."""


Customer = Annotated[
    str | None,
    typer.Option(envvar="X2BEE_CUSTOMER", help="Whose: a file in stacks/customers; the only one if not given."),
]


def customers_file(customer: str | None) -> Path:
    """The customer's file in this folder, the only one if none is named.

    Raises `CannotReleaseError` if there is none, or if nobody is named and there are several.
    """
    files = sorted(CUSTOMERS.glob("*.yaml"))
    known = ", ".join(found.stem for found in files) or "none"
    if customer is None and len(files) == 1:
        return files[0]
    if customer is None:
        raise CannotReleaseError(f"whose it is must be said: --customer is one of {known}")
    path = CUSTOMERS / f"{customer}.yaml"
    if path not in files:
        raise CannotReleaseError(f"there is no {path} here; customers are {known}")
    return path


def own_folder(platform: Platform) -> Path | None:
    """The folder below this one that Argo CD reads, should this be its repository; None without folders for it."""
    props = delivery_props(platform)
    if props is None or not isinstance(props.spec.environments, Folders):
        return None
    return Path(folder(platform.site, props))


def synthesize(platform: Platform, into: Path) -> State:
    """The Kubernetes side by the app of this folder. Raises `UnreadableError` with what the app said if it fails."""
    name = (platform.customer, platform.environment)
    run_side(Path(), ["app.py", "k8s"], name, {"CDK8S_OUTDIR": str(into)}, "python app.py k8s")
    return read_state(into)


def delivered(place: Path) -> State:
    """What is in the place now; nothing if it is not there, or empty."""
    return read_state(place) if place.is_dir() and any(place.rglob("*.yaml")) else State()


def put(made: Path, place: Path) -> None:
    """In the place of what was there, which must be manifests and nothing else.

    Raises `CannotDeliverError` if something else is there, or it cannot be written; then the place is as it was.
    """
    strange = [one for one in place.rglob("*") if one.is_file() and not one.name.endswith(".k8s.yaml")]
    if strange:
        raise CannotDeliverError(f"{strange[0]} is no manifest of ours; name a folder that holds nothing else")
    beside = place.with_name(f".{place.name}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(made, beside)
        if place.exists():
            shutil.rmtree(place)
        beside.rename(place)
    except OSError as error:
        raise CannotDeliverError(f"cannot write {place}: {error.strerror}") from None


def make_commit(title: str, paths: Sequence[Path], repository: Path = Path()) -> None:
    """A commit of these paths alone, whatever else is changed; none if they are as they were.

    Raises `CannotDeliverError` with what git said if it fails, `UnreadableError` without a git.
    """
    names = [str(one) for one in paths]
    _git(["add", "--all", "--", *names], repository)
    if git("diff", "--cached", "--quiet", "--", *names, folder=repository).returncode:
        _git(["commit", "--quiet", f"--message={title}", "--", *names], repository)


def _git(arguments: Sequence[str], repository: Path) -> None:
    done = git(*arguments, folder=repository)
    if done.returncode:
        raise CannotDeliverError(f"the files are changed, but git {arguments[0]} failed: {last_line(done)}")


def last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    """The last line that a program said: of what went wrong, else at all."""
    said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    return said[-1] if said else "no reason was given"


def what_it_does(difference: Difference) -> list[str]:
    """The difference as a part of a pull request's text."""
    return [told("What it does to what runs:"), "", "```", as_text(difference), "```"]
