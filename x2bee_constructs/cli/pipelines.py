"""`x2bee pipelines`: how each image is built and brought into the environments, as Jenkins and GitLab run it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, result, write
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.korean import told
from x2bee_constructs.pipelines.files import pipeline_files, source_files
from x2bee_constructs.pipelines.props import PipelineProps
from x2bee_constructs.platform.load import environment_faults, load_all
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
    result_format: Format = OutputFormat.text,
) -> None:
    """Make `.gitlab-ci.yml`, and where pods build `Jenkinsfile`, for the repository of each image.

    For Fluentd, Scouter and schedulers also the Dockerfile and what belongs to it: the package has them.

    x2bee pipelines stacks/customers/acme.yaml --output pipelines

    Exit code 0: written. 2: the input cannot be read, or the output not written.
    """
    found = _derived(file, environments)
    if image is not None:
        if image not in found:
            hint, _ = meant(image, found)
            bad_input(f"error: no image '{image}' is built; there are {', '.join(found)}{hint}")
        found = {image: found[image]}
    files: list[str] = []
    for name, props in found.items():
        for file_name, text in (source_files(props) | pipeline_files(props)).items():
            write(output / name / file_name, text, parents=True)
            files.append(str(output / name / file_name))
    said = [told(f"{len(found)} {'pipeline' if len(found) == 1 else 'pipelines'} in {output}")]
    elsewhere = sorted(
        {one.environment for props in found.values() for one in props.targets if one.manifests == "elsewhere"}
    )
    if elsewhere:
        said.append(
            told(
                "builds cannot log in to `delivery.repository`: after each release `x2bee deliver --push` is somebody "
                f"else's, in {', '.join(elsewhere)}"
            )
        )
    result(result_format, "\n".join(said), {"files": files, "delivered_elsewhere": elsewhere})


def _derived(file: Path, environments: str | None) -> dict[str, PipelineProps]:
    loaded = load_all(file)
    wanted = [name.strip() for name in environments.split(",")] if environments else list(loaded.merged)
    findings = [*loaded.findings, *(found for name in wanted for found in environment_faults(loaded, name))]
    if findings:
        bad_input(str(SpecError(findings, {loaded.document.file: loaded.document.lines})))
    try:
        return derive([loaded.platforms[name] for name in wanted])
    except ValueError as error:
        bad_input(f"error: {file}: {error}")
