"""`x2bee release`: another image of one service, in one environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from x2bee_constructs.cli.goldens import moved_goldens
from x2bee_constructs.cli.manifests import (
    CannotDeliverError,
    Customer,
    customers_file,
    delivered,
    make_commit,
    own_folder,
    put,
    synthesize,
    what_it_does,
)
from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, result, unreadable
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.editing import EditError
from x2bee_constructs.core.korean import told
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.report import as_json
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.platform.promotion import AlreadyReleasedError, CannotReleaseError, Promotion, promotion

__all__ = ["release"]


@dataclass(frozen=True)
class _Released:
    """What was changed, and what that does."""

    file: Path
    promotion: Promotion
    place: Path | None
    """Where the manifests were written, if they were."""
    goldens: tuple[Path, ...]
    """The golden files that went along."""
    difference: Difference
    """What Argo CD will do: from what is in the place, or else from what the file said, to what was made."""
    waiting: int
    """How many of these changes the file said before the release, and the place did not have."""

    @property
    def paths(self) -> list[Path]:
        """All that was changed."""
        return [self.file, *([self.place] if self.place else []), *self.goldens]


def release(
    service: Annotated[str, typer.Argument(help="The service, as the customer's file calls it.")],
    tag: Annotated[str, typer.Argument(help="The image's tag, its digest (sha256:…), or both (2.5.0@sha256:…).")],
    environment: Annotated[str, typer.Option(help="In which environment.")],
    customer: Customer = None,
    manifests: Annotated[
        Path | None,
        typer.Option(help="Where this environment's manifests are; deploy/<customer>/<environment> if it is there."),
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Also make a git commit of what was changed.")] = False,
    output: Format = OutputFormat.text,
) -> None:
    """Set one service's image in the customer's file, synthesize, and print the text of a pull request.

    Only that value of the file changes; comments and layout stay. The diff says what the release does to what runs.
    Golden files in tests/golden that held what was synthesized before hold what is synthesized now.

    Instead of a service also x2bee-fluentd, x2bee-scouter-agent or x2bee-scouter-collector, where they run.

    x2bee release x2bee-api-order 2.5.0 --environment prd --commit

    Exit code 0: done, or the image is there already. 2: it cannot be done, and nothing was changed.
    """
    try:
        path = customers_file(customer)
        wanted = promotion(path, service, tag, environment)
        released = _released(path, wanted, manifests or _usual(wanted))
        if commit:
            make_commit(wanted.title, released.paths)
    except AlreadyReleasedError as error:
        result(output, told(str(error)), {"changed": False, "service": service, "environment": environment})
        return
    except (CannotReleaseError, CannotDeliverError, EditError) as error:
        bad_input(f"error: {error}")
    except SpecError as error:
        bad_input(str(error))
    except UnreadableError as error:
        bad_input(unreadable(error))
    result(output, _pull_request(released), _data(released))


def _usual(wanted: Promotion) -> Path | None:
    found = own_folder(wanted.platform)
    return found if found and found.is_dir() else None


def _released(path: Path, wanted: Promotion, place: Path | None) -> _Released:
    """Everything is made elsewhere first: what fails leaves file, golden files and manifests as they were."""
    was = {path: path.read_bytes()}
    with TemporaryDirectory(prefix="x2bee-release-") as temporary:
        old, new = Path(temporary, "before"), Path(temporary, "after")
        before = synthesize(wanted.platform, old)
        try:
            path.write_bytes(wanted.text.encode("utf-8"))
            after = synthesize(wanted.platform, new)
            there = delivered(place) if place else before
            goldens = moved_goldens(old, new)
            was |= {one: one.read_bytes() for one in goldens}
            for one, text in goldens.items():
                one.write_bytes(text.encode("utf-8"))
            if place:
                put(new, place)
        except BaseException:
            for one, content in was.items():
                one.write_bytes(content)
            raise
    waiting = len(compare(there, before).changes)
    return _Released(path, wanted, place, tuple(goldens), compare(there, after), waiting)


def _data(released: _Released) -> dict[str, Any]:
    wanted = released.promotion
    said = {"service": wanted.service, "environment": wanted.platform.environment, "file": str(released.file)}
    images = {"before": wanted.before, "after": wanted.after, "title": wanted.title}
    written = {"manifests": str(released.place) if released.place else None, "waiting": released.waiting}
    goldens = [str(one) for one in released.goldens]
    return {"changed": True, **said, **images, **written, "golden": goldens, "difference": as_json(released.difference)}


def _pull_request(released: _Released) -> str:
    wanted = released.promotion
    lines = [wanted.title, "", told(f"`{released.file}`: `{wanted.before}` becomes `{wanted.after}`.")]
    if released.place is None and wanted.platform.delivery:
        lines.append(told("No manifests were written here: `x2bee deliver` brings them to where Argo CD reads."))
    if released.waiting:
        lines.append(
            told(f"`{released.place}` did not have all that the file said before: {released.waiting} of these changes.")
        )
    return "\n".join([*lines, "", *what_it_does(released.difference)])
