"""How a typed object may reach cdk8s, and what each way costs: the measurement behind ADR 0001.

Every way makes the same service 150 times (300 objects: a Deployment and a Service each) in a fresh process and writes
the YAML; the time is that of making and writing, without imports and without starting Node.js. The last two ways make
far smaller objects, because their types end at Kubernetes 1.27. Medians of five; compare rows with each other only.
`python -m benchmarks.emission` prints the table.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SERVICES = 150
_RUNS = 5


def _manifests(services: int = _SERVICES) -> list[dict[str, Any]]:
    from x2bee_constructs import MsaDeploymentProps, SpringBoot
    from x2bee_constructs.workload.manifests import msa_objects

    made: list[dict[str, Any]] = []
    for index in range(services):
        props = MsaDeploymentProps(image=f"nexus.acme.co.kr/gift:{index}", runtime=SpringBoot(), calls=("x2bee-gw",))
        objects = msa_objects(f"x2bee-api-{index}", "acme-app", props)
        made += [dict(objects["deployment"].to_manifest()), dict(objects["service"].to_manifest())]
    return made


def pure(folder: Path) -> None:
    """Pure functions, then PyYAML's C dumper: no Node.js at all."""
    import yaml

    (folder / "all.yaml").write_text(yaml.dump_all(_manifests(), Dumper=yaml.CSafeDumper, sort_keys=False))


def together(folder: Path) -> None:
    """`emit_all`: one message for the objects of a construct; metadata of their own, a patch per further key."""
    import cdk8s

    from x2bee_constructs import MsaDeploymentProps, SpringBoot
    from x2bee_constructs.core.k8s import emit_all
    from x2bee_constructs.workload.manifests import msa_objects

    app = cdk8s.App(outdir=str(folder))
    chart = cdk8s.Chart(app, "chart")
    for index in range(_SERVICES):
        props = MsaDeploymentProps(image=f"nexus.acme.co.kr/gift:{index}", runtime=SpringBoot(), calls=("x2bee-gw",))
        objects = msa_objects(f"x2bee-api-{index}", "acme-app", props)
        emit_all(chart, {f"{key}-{index}": objects[key] for key in ("deployment", "service")})
    app.synth()


def patches(folder: Path) -> None:
    """ApiObject with metadata of its own and one JSON patch per further key, a message for each."""
    import cdk8s

    app = cdk8s.App(outdir=str(folder))
    chart = cdk8s.Chart(app, "chart")
    for index, manifest in enumerate(_manifests()):
        metadata = cdk8s.ApiObjectMetadata(**manifest.pop("metadata"))
        api_version, kind = manifest.pop("apiVersion"), manifest.pop("kind")
        made = cdk8s.ApiObject(chart, str(index), api_version=api_version, kind=kind, metadata=metadata)
        made.add_json_patch(*(cdk8s.JsonPatch.add(f"/{key}", value) for key, value in manifest.items()))
    app.synth()


def object_override(folder: Path) -> None:
    """ApiObject subclass whose `to_json` answers from Python: metadata and patches of the user's are lost."""
    import cdk8s

    class Answering(cdk8s.ApiObject):
        def __init__(self, scope: cdk8s.Chart, id: str, manifest: dict[str, Any]) -> None:
            self.manifest = manifest
            name = {"name": manifest["metadata"]["name"]}
            super().__init__(scope, id, api_version=manifest["apiVersion"], kind=manifest["kind"], metadata=name)

        def to_json(self) -> Any:
            return self.manifest

    app = cdk8s.App(outdir=str(folder))
    chart = cdk8s.Chart(app, "chart")
    for index, manifest in enumerate(_manifests()):
        Answering(chart, str(index), manifest)
    app.synth()


def chart_override(folder: Path) -> None:
    """Chart subclass whose `to_json` answers for all: no construct per object."""
    import cdk8s

    class Answering(cdk8s.Chart):
        manifests: list[dict[str, Any]]

        def to_json(self) -> list[Any]:
            return self.manifests

    app = cdk8s.App(outdir=str(folder))
    Answering(app, "chart").manifests = _manifests()
    app.synth()


def structs(folder: Path) -> None:
    """The typed structs that cdk8s-plus-27 carries (Kubernetes 1.27), the smallest Deployment and Service."""
    import cdk8s
    from cdk8s_plus_27 import k8s

    app = cdk8s.App(outdir=str(folder))
    chart = cdk8s.Chart(app, "chart")
    for index in range(_SERVICES):
        labels = {"app": str(index)}
        pod = k8s.PodSpec(containers=[k8s.Container(name="main", image="gift:1")])
        template = k8s.PodTemplateSpec(metadata=k8s.ObjectMeta(labels=labels), spec=pod)
        spec = k8s.DeploymentSpec(selector=k8s.LabelSelector(match_labels=labels), template=template)
        k8s.KubeDeployment(chart, f"deployment-{index}", spec=spec)
        service = k8s.ServiceSpec(selector=labels, ports=[k8s.ServicePort(port=80)])
        k8s.KubeService(chart, f"service-{index}", spec=service)
    app.synth()


def plus(folder: Path) -> None:
    """cdk8s-plus-27's own Deployment and Service (L2), with nothing but an image and a port set."""
    import cdk8s
    import cdk8s_plus_27 as kplus

    app = cdk8s.App(outdir=str(folder))
    chart = cdk8s.Chart(app, "chart")
    for index in range(_SERVICES):
        container = kplus.ContainerProps(image="gift:1", port_number=8080)
        deployment = kplus.Deployment(chart, f"deployment-{index}", containers=[container])
        deployment.expose_via_service(name=f"service-{index}")
    app.synth()


WAYS: dict[str, Callable[[Path], None]] = {
    way.__name__: way for way in (pure, together, patches, object_override, chart_override, structs, plus)
}


def _measure(name: str) -> float:
    if name != "pure":
        __import__("cdk8s").App()  # starts Node.js
    if name == "together":
        __import__("x2bee_constructs.core.k8s")
    if name in {"structs", "plus"}:
        __import__("cdk8s_plus_27").k8s  # noqa: B018 - loads the library into Node.js
    _manifests(1)  # imports, and builds the validators
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        WAYS[name](Path(folder))
        return time.perf_counter() - started


def _in_fresh_process(name: str) -> float:
    quiet = {**os.environ, "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1"}
    command = [sys.executable, "-m", "benchmarks.emission", name]
    return json.loads(subprocess.run(command, env=quiet, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Print the table, or one measurement if a way is named."""
    if sys.argv[1:]:
        print(_measure(sys.argv[1]))
        return
    rounds = [{name: _in_fresh_process(name) for name in WAYS} for _ in range(_RUNS)]
    medians = {name: statistics.median(r[name] for r in rounds) for name in WAYS}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, medians of {_RUNS}\n")
    print("| way | ms per object | ÷ pure | what it is |\n|---|---|---|---|")
    for name, seconds in medians.items():
        said = (WAYS[name].__doc__ or "").strip().rstrip(".")
        print(f"| {name} | {seconds * 1000 / _SERVICES / 2:.2f} | {seconds / medians['pure']:.1f} | {said} |")


if __name__ == "__main__":
    main()
