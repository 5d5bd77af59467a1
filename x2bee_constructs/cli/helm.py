"""`x2bee helm`: synthesized manifests as Helm charts, one for each application."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, result, write
from x2bee_constructs.core.helm import HelmChart, chart_files
from x2bee_constructs.core.korean import told

__all__ = ["helm"]

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")


def helm(
    version: Annotated[str, typer.Option(help="The version of every chart, as SemVer 2 has it: 2.4.1.")],
    manifests: Annotated[Path, typer.Option(help="What cdk8s synth wrote.")] = Path("dist"),
    output: Annotated[Path, typer.Option(help="Where the charts go: a folder for each.")] = Path("charts"),
    result_format: Format = OutputFormat.text,
) -> None:
    """Write a Helm chart for each application: its manifests as templates, the tags of its images as values.

    x2bee helm --version 2.4.1 --manifests dist --output charts

    `helm template` gives the same objects. The release's namespace says nothing: every object names its own.

    Exit code 0: written. 2: there are no manifests, the version is none, or OUTPUT holds something else.
    """
    if not _VERSION.fullmatch(version):
        bad_input(f"error: '{version}' is no version; expected three numbers such as 2.4.1 (SemVer 2)")
    found = sorted(folder for folder in manifests.glob("*") if any(folder.glob("*.yaml")))
    if not found:
        bad_input(f"error: no folders of manifests in '{manifests}'; run cdk8s synth first")
    strange = [one for one in output.glob("*") if not (one / "Chart.yaml").is_file()]
    if strange:
        bad_input(f"error: '{strange[0]}' is no chart; name a folder that holds nothing else")
    _empty(output)
    for folder in found:
        _write(folder, version, output / folder.name)
    made = [str(output / folder.name) for folder in found]
    result(result_format, told(f"{len(found)} charts in {output}"), {"charts": made})


def _write(folder: Path, version: str, into: Path) -> None:
    chart = HelmChart(folder.name, version, version, f"{folder.name} of an X2BEE platform")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    for name, text in chart_files(chart, texts).items():
        write(into / name, text, parents=True)


def _empty(output: Path) -> None:
    try:
        if output.exists():
            shutil.rmtree(output)
    except OSError as error:
        bad_input(f"error: cannot empty {output}: {error.strerror}")
