"""`x2bee release`: another image of one service, in one environment."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, result, unreadable
from x2bee_constructs.cli.states import git, run_side
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.editing import EditError
from x2bee_constructs.core.korean import told
from x2bee_constructs.delivery.argo.manifests import folder
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.read import State, read_state
from x2bee_constructs.difference.report import as_json, as_text
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.fleet import CUSTOMERS
from x2bee_constructs.platform.promotion import AlreadyReleasedError, CannotReleaseError, Promotion, promotion

__all__ = ["release"]


def release(
    service: Annotated[str, typer.Argument(help="The service, as the customer's file calls it.")],
    tag: Annotated[str, typer.Argument(help="The image's tag, its digest (sha256:…), or both (2.5.0@sha256:…).")],
    environment: Annotated[str, typer.Option(help="In which environment.")],
    customer: Annotated[str, typer.Option(help="Whose: the file in stacks/customers.")] = "acme",
    manifests: Annotated[
        Path | None,
        typer.Option(help="Where this environment's manifests are; deploy/<customer>/<environment> if it is there."),
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Also make a git commit of what was changed.")] = False,
    output: Format = OutputFormat.text,
) -> None:
    """Set one service's image in the customer's file, synthesize, and print the text of a pull request.

    Only that value of the file changes; comments and layout stay. The diff says what the release does to what runs.

    Instead of a service also x2bee-fluentd, x2bee-scouter-agent or x2bee-scouter-collector, where they run.

    x2bee release x2bee-api-order 2.5.0 --environment prd --commit

    Exit code 0: done, or the image is there already. 2: it cannot be done, and nothing was changed.
    """
    path = CUSTOMERS / f"{customer}.yaml"
    try:
        wanted = _wanted(path, service, tag, environment)
        place = manifests or _usual(wanted)
        difference = _released(path, wanted, place)
    except AlreadyReleasedError as error:
        result(output, told(str(error)), {"changed": False, "service": service, "environment": environment})
        return
    except (CannotReleaseError, EditError) as error:
        bad_input(f"error: {error}")
    except SpecError as error:
        bad_input(str(error))
    except UnreadableError as error:
        bad_input(unreadable(error))
    if commit:
        try:
            _commit(wanted, [path, *([place] if place else [])])
        except UnreadableError as error:
            bad_input(unreadable(error))
    result(output, _pull_request(path, wanted, as_text(difference)), _data(path, wanted, difference))


def _wanted(path: Path, service: str, tag: str, environment: str) -> Promotion:
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in CUSTOMERS.glob("*.yaml"))) or "none"
        raise CannotReleaseError(f"there is no {path} here; customers are {known}")
    return promotion(path, service, tag, environment)


def _usual(wanted: Promotion) -> Path | None:
    props = delivery_props(wanted.platform)
    found = Path(folder(wanted.platform.site, props)) if props else None
    return found if found and found.is_dir() else None


def _released(path: Path, wanted: Promotion, place: Path | None) -> Difference:
    """Everything is made elsewhere first: what fails leaves the file and the manifests as they were."""
    original = path.read_bytes()
    with TemporaryDirectory(prefix="x2bee-release-") as temporary:
        old, new = Path(temporary, "before"), Path(temporary, "after")
        before = _synthesized(wanted, old)
        try:
            path.write_bytes(wanted.text.encode("utf-8"))
            after = _synthesized(wanted, new)
            if place:
                _put(new, place)
        except BaseException:
            path.write_bytes(original)
            raise
    return compare(before, after)


def _synthesized(wanted: Promotion, into: Path) -> State:
    name = (wanted.platform.customer, wanted.platform.environment)
    run_side(Path(), ["app.py", "k8s"], name, {"CDK8S_OUTDIR": str(into)}, "python app.py k8s")
    return read_state(into)


def _put(made: Path, place: Path) -> None:
    """In the place of what was there, which must be manifests and nothing else."""
    strange = [one for one in place.rglob("*") if one.is_file() and not one.name.endswith(".k8s.yaml")]
    if strange:
        raise CannotReleaseError(f"{strange[0]} is no manifest of ours; name a folder that holds nothing else")
    beside = place.with_name(f".{place.name}.new")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(made, beside)
        if place.exists():
            shutil.rmtree(place)
        beside.rename(place)
    except OSError as error:
        raise CannotReleaseError(f"cannot write {place}: {error.strerror}") from None


def _commit(wanted: Promotion, paths: list[Path]) -> None:
    names = [str(one) for one in paths]
    for arguments in (["add", "--all", "--", *names], ["commit", "--quiet", f"--message={wanted.title}", "--", *names]):
        done = git(*arguments)
        if done.returncode:
            said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
            bad_input(f"error: the files are changed, but git {arguments[0]} failed: {said[-1] if said else ''}")


def _data(path: Path, wanted: Promotion, difference: Difference) -> dict[str, Any]:
    said = {"service": wanted.service, "environment": wanted.platform.environment, "file": str(path)}
    images = {"before": wanted.before, "after": wanted.after, "title": wanted.title}
    return {"changed": True, **said, **images, "difference": as_json(difference)}


def _pull_request(path: Path, wanted: Promotion, difference: str) -> str:
    return "\n".join(
        [
            wanted.title,
            "",
            told(f"`{path}`: `{wanted.before}` becomes `{wanted.after}`."),
            "",
            told("What it does to what runs:"),
            "",
            "```",
            difference,
            "```",
        ]
    )
