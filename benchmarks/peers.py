"""The same work by others: TypeScript apps and a Helm chart, written from what this library emits.

The JavaScript of cdk8s, constructs and the CDK is that of the installed Python packages, so both sides run one version.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from conformance.builds import build, tools
from x2bee_constructs.core.archives import unpack
from x2bee_constructs.core.helm import escaped

__all__ = ["helm_chart", "helm_program", "libraries", "typescript_aws", "typescript_k8s"]

_PACKAGES = {
    "constructs": "constructs",
    "cdk8s": "cdk8s",
    "aws_cdk": "aws-cdk-lib",
    "aws_cdk.cloud_assembly_schema": "@aws-cdk/cloud-assembly-schema",
}
_TSC = Path("node_modules", "typescript", "bin", "tsc").resolve()


def libraries(home: Path) -> None:
    """The npm packages that the Python ones carry, in `node_modules` of a folder."""
    for module, package in _PACKAGES.items():
        target = home / "node_modules" / package
        found = find_spec(f"{module}._jsii")
        if target.exists() or found is None or not found.submodule_search_locations:
            continue
        (archive,) = Path(found.submodule_search_locations[0]).glob("*.tgz")
        with tarfile.open(archive) as packed:
            unpack(packed, home / "unpacked")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(home / "unpacked" / "package", target)


def typescript_k8s(dist: Path, home: Path, node: str) -> Path:
    """A cdk8s app in TypeScript with one ApiObject for each object under `dist`; the compiled `main.js`.

    It writes below `CDK8S_OUTDIR`, a new App for each of `ENVIRONMENTS` (1 if not set).
    """
    charts = [
        f"function chart{number}(app: App) {{\n  const chart = new Chart(app, {json.dumps(folder.name)});\n"
        + "".join(_api_object(index, found) for index, found in enumerate(_objects(folder)))
        + "}\n"
        for number, folder in enumerate(_charts(dist))
    ]
    calls = "".join(f"chart{number}(app);\n" for number in range(len(charts)))
    text = (
        "import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';\n\n"
        + "".join(charts)
        + "\nfor (let made = 0; made < Number(process.env.ENVIRONMENTS ?? 1); made++) {\n"
        + "const yamlOutputType = YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;\n"
        + "const app = new App({ outdir: `${process.env.CDK8S_OUTDIR}/${made}`, yamlOutputType });\n"
        + calls
        + "app.synth();\n}\n"
    )
    return _compiled(text, home / "k8s", node)


def typescript_aws(assembly: Path, home: Path, node: str) -> Path:
    """A CDK app in TypeScript with the resources of an assembly, as CfnInclude's typed L1s; the compiled `main.js`.

    Nobody writes the same constructs twice, so the L2 work is ours alone: this is a floor that TypeScript itself would
    not reach with constructs like ours.
    """
    stacks = "".join(
        f"new CfnInclude(new Stack(app, {json.dumps(path.name.removesuffix('.template.json'))}, {{ synthesizer }}), "
        f"'all', {{ templateFile: {json.dumps(str(path))} }});\n"
        for path in sorted(assembly.resolve().glob("*.template.json"))
    )
    text = (
        "import { App, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';\n"
        "import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';\n\n"
        "const synthesizer = new BootstraplessSynthesizer();\n"
        f"const app = new App({{ analyticsReporting: false }});\n{stacks}app.synth();\n"
    )
    return _compiled(text, home / "aws", node)


def helm_chart(dist: Path, home: Path) -> Path:
    """One chart with the same objects, as text that Helm has nothing to fill in."""
    chart = home / "helm"
    shutil.rmtree(chart, ignore_errors=True)
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: platform\nversion: 0.1.0\n", encoding="utf-8")
    for folder in _charts(dist):
        for path in sorted(folder.glob("*.yaml")):
            text = escaped(path.read_text(encoding="utf-8"))
            (chart / "templates" / f"{folder.name}.{path.name}").write_text(text, encoding="utf-8")
    return chart


def helm_program() -> Path:
    """Helm, built from its Go module if it is not there yet."""
    programs, _ = build(tools()["helm"])
    return programs["helm"]


def _charts(dist: Path) -> list[Path]:
    return sorted(path for path in dist.iterdir() if path.is_dir())


def _objects(folder: Path) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob("*.yaml")):
        yield yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _api_object(index: int, found: Mapping[str, Any]) -> str:
    return f"  new ApiObject(chart, 'o{index}', {json.dumps(found)});\n"


def _compiled(text: str, home: Path, node: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    source = home / "main.ts"
    source.write_text(text, encoding="utf-8")
    options = ["--noCheck", "--skipLibCheck", "--module", "commonjs", "--target", "es2022", "--esModuleInterop"]
    done = subprocess.run([node, str(_TSC), *options, str(source)], capture_output=True, text=True, check=False)
    if not source.with_suffix(".js").exists():
        raise RuntimeError(f"the TypeScript app of {home} was not compiled: {done.stdout[-500:]}")
    return source.with_suffix(".js")
