"""`x2bee pipelines`: how each service is built and brought into the environments, as Jenkins and GitLab run it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import bad_input, say
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.faults import meant
from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.names import GITLAB_FILE, JENKINS_FILE
from x2bee_constructs.pipelines.props import PipelineProps, Pods
from x2bee_constructs.platform.load import environments_of, load_platform
from x2bee_constructs.platform.pipelines import pipelines as derive

__all__ = ["pipelines"]


def pipelines(
    file: Annotated[Path, typer.Argument(help="The customer's file.")],
    output: Annotated[Path, typer.Option(help="The folder that gets one folder for each image.")] = Path("pipelines"),
    environments: Annotated[
        str | None,
        typer.Option(help="In the order of promotion, such as dev,stg,prd; as the file has them if not given."),
    ] = None,
    image: Annotated[str | None, typer.Option(help="Only this image; all if not given.")] = None,
) -> None:
    """Make `.gitlab-ci.yml`, and where pods build `Jenkinsfile`, for the repository of each image.

    x2bee pipelines stacks/customers/acme.yaml --output pipelines

    Exit code 0: written. 2: the input cannot be read, or the output not written.
    """
    found = _derived(file, environments)
    if image is not None:
        if image not in found:
            hint, _ = meant(image, found)
            bad_input(f"error: no image '{image}' is built{hint}; there are {', '.join(found)}")
        found = {image: found[image]}
    for name, props in found.items():
        for file_name, text in _files(props).items():
            _write(output / name / file_name, text)
    say(f"{len(found)} {'pipeline' if len(found) == 1 else 'pipelines'} in {output}")


def _derived(file: Path, environments: str | None) -> dict[str, PipelineProps]:
    try:
        wanted = environments.split(",") if environments else environments_of(file)
        return derive([load_platform(file, name.strip()) for name in wanted])
    except SpecError as error:
        bad_input(str(error))
    except ValueError as error:
        bad_input(f"error: {file}: {error}")


def _files(props: PipelineProps) -> dict[str, str]:
    files = {GITLAB_FILE: gitlab_file(props)}
    return files | ({JENKINS_FILE: jenkins_file(props)} if isinstance(props.spec.runners, Pods) else {})


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        bad_input(f"error: cannot write {path}: {error.strerror}")
