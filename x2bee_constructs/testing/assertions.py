"""What must hold for an app's output; each raises `AssertionError` with everything that does not."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Difference, Effect
from x2bee_constructs.difference.read import read_state
from x2bee_constructs.difference.report import as_text
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.handoff.report import as_text as handoff_text
from x2bee_constructs.platform.policies import check_policies
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.testing.app import Output

__all__ = ["assert_handoff_closed", "assert_no_replacement", "assert_policies"]


def assert_handoff_closed(output: Output) -> None:
    """Every name that the YAML reads is in a template or made by the YAML, and every name provided is read (X2B401 …).

    Raises `UnreadableError` if a side is missing, or no stack says whose it is.
    """
    handoff = check_handoff(output.templates, output.manifests)
    if handoff.gaps:
        raise AssertionError(handoff_text(handoff))


def assert_policies(output: Output, platform: Platform | None = None) -> None:
    """The policies in the YAML are those that the customer's file declares: `calls`, `egress`, `exposed` (X2B410 …).

    `platform` is what they are compared with; what the output was made of, if not given. Raises `ValueError` where
    there is neither, and `UnreadableError` if nothing was synthesized.
    """
    found = check_policies(platform or output.platform, output.manifests)
    if not found.compared:
        raise AssertionError(f"{output.manifests} has no chart of this platform: no policy was compared")
    if found.findings:
        raise AssertionError(SpecError(found.findings, found.lines))


def assert_no_replacement(
    previous: Output | Path, now: Output | Path, acknowledged: Collection[str] = frozenset()
) -> None:
    """Going from one state to the other deletes nothing that is made again, and loses no data.

    A folder is one with `cdk.out`, `dist` or both, an assembly, or only YAML: a folder of the repository that Argo CD
    reads will do. A side that only one of them has is not compared. `acknowledged` are names of changes that are meant,
    as the message has them. Raises `UnreadableError` for any other folder.
    """
    before, after = (read_state(one.home if isinstance(one, Output) else one) for one in (previous, now))
    changes = [
        change
        for change in compare(before, after).changes
        if change.effect >= Effect.recreate and change.name not in acknowledged
        if (before.resources and after.resources if change.side == "aws" else before.objects and after.objects)
    ]
    if changes:
        raise AssertionError(as_text(Difference.of(changes)))
