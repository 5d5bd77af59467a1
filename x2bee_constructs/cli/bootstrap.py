"""`x2bee bootstrap`: how Argo CD begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import bad_input, unreadable
from x2bee_constructs.delivery.argo.bootstrap import NotDeliveredError, bootstrap_script
from x2bee_constructs.difference.read import read_state
from x2bee_constructs.handoff.model import UnreadableError

__all__ = ["bootstrap"]


def bootstrap(
    manifests: Annotated[Path, typer.Argument(help="The synthesized manifests of one environment: deploy/acme/prd.")],
) -> None:
    """Print the shell script that starts Argo CD in one cluster; read it, then run it.

    x2bee bootstrap deploy/acme/prd | sh

    It installs Argo CD (or lets EKS' own into the cluster), gives it its login to the repository, and applies the root
    Application, which brings everything else. It needs kubectl, and helm, aws and jq where it names them.

    Exit code 0: printed. 2: the manifests cannot be read, or were made without `delivery`.
    """
    try:
        state = read_state(manifests)
        typer.echo(bootstrap_script(one.data for one in state.objects.values()), nl=False)
    except UnreadableError as error:
        bad_input(unreadable(error))
    except NotDeliveredError as error:
        bad_input(f"error: {manifests}: {error}")
