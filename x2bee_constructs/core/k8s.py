"""How a typed object reaches cdk8s (ADR 0001), and what may not be in the YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cdk8s import ApiObject, App, YamlOutputType
from constructs import Construct

from x2bee_constructs.core.emission import Outlined, make_objects, outline
from x2bee_constructs.core.helm import escaped
from x2bee_constructs.core.leaks import ClashError, LeakError, find_leak
from x2bee_constructs.core.objects import CDK8S_METADATA, CLUSTER_SCOPED, KubeObject

__all__ = ["PlatformApp", "emit", "emit_all"]


def emit(scope: Construct, construct_id: str, manifest: KubeObject) -> ApiObject:
    """One `ApiObject` for one typed object.

    Metadata goes through cdk8s' own metadata, so that `api_object.metadata.add_label` works; everything else is one
    JSON patch per top-level key, which later patches of the user's come after. Raises `LeakError` for a CDK token
    or an ARN.
    """
    return emit_all(scope, {construct_id: manifest})[construct_id]


def emit_all(scope: Construct, manifests: Mapping[str, KubeObject]) -> dict[str, ApiObject]:
    """`emit` for each object under its id, with one message to Node.js for all."""
    said = {construct_id: _said(construct_id, manifest) for construct_id, manifest in manifests.items()}
    text = json.dumps(list(said.values()))
    if find_leak(text):
        for construct_id, one in said.items():
            _refuse_leaks(f"{scope.node.path}/{construct_id}", json.dumps(one))
    return dict(zip(said, make_objects(scope, text), strict=True))


def _said(construct_id: str, manifest: KubeObject) -> dict[str, Any]:
    """One object as `make_objects` takes it."""
    body: dict[str, Any] = dict(manifest.to_manifest())
    metadata: dict[str, Any] = dict(body.pop("metadata"))
    own = {key: metadata.pop(key) for key in CDK8S_METADATA if key in metadata}
    head = {"id": construct_id, "apiVersion": body.pop("apiVersion"), "kind": body.pop("kind"), "metadata": own}
    further = {f"/metadata/{key}": value for key, value in metadata.items()}
    keys = further | {f"/{key}": value for key, value in body.items()}
    return {**head, "keys": keys, "ofTheCluster": manifest.kind in CLUSTER_SCOPED}


class PlatformApp(App):
    """A cdk8s App with stable names, one file per object in a folder per chart, and a guard on what is written.

    Written by `cdk8s synth --format helm`, the files are templates that give the same objects.

    `synth()` raises, naming the constructs, before anything is written: `LeakError` if any object, also one that was
    patched or made by other code, has a CDK token or an ARN in it; `ClashError` if two objects of a chart would share a
    file or two objects are the same one in the cluster.
    """

    def __init__(self, outdir: str | None = None) -> None:
        """Write to `outdir`; if not given to where the cdk8s CLI says (`CDK8S_OUTDIR`), else to `dist`."""
        super().__init__(outdir=outdir, yaml_output_type=YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE)
        self._outdir = super().outdir

    @property
    def outdir(self) -> str:
        """Where the manifests go."""
        return self._outdir

    def synth(self) -> None:
        """Check, then write."""
        _refuse_clashes(outline(self))
        target = self.outdir
        with TemporaryDirectory(prefix="x2bee-") as staging:
            self._outdir = staging  # cdk8s renders once: what it wrote is what is looked at
            try:
                super().synth()
            finally:
                self._outdir = target
            files = _files(Path(staging))
        if find_leak("\n".join(files.values())):
            self._name_the_leak()
        self._write(Path(target), files)

    @staticmethod
    def _write(folder: Path, files: Mapping[Path, str]) -> None:
        # With `--format helm` the CLI has us write into a chart: Helm must not take our text for its templates.
        in_a_chart = folder.name == "templates" and (folder.parent / "Chart.yaml").is_file()
        folder.mkdir(parents=True, exist_ok=True)
        for parent in {folder / path.parent for path in files}:
            parent.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            (folder / path).write_text(escaped(text) if in_a_chart else text, encoding="utf-8")

    def _name_the_leak(self) -> None:
        for construct in self.node.find_all():
            if isinstance(construct, ApiObject):
                _refuse_leaks(construct.node.path, json.dumps(construct.to_json()))


def _refuse_clashes(objects: Iterable[Outlined]) -> None:
    files: dict[tuple[str, str], str] = {}
    known: dict[tuple[str, str, str, str], str] = {}
    clashes: list[str] = []
    for one in objects:
        file = files.setdefault((one.chart, one.file), one.path)
        same = known.setdefault((one.group, one.kind, one.namespace, one.name), one.path)
        others = sorted({file, same} - {one.path})
        clashes += [f"[{first}] and [{one.path}] are both {one.kind} '{one.name}'" for first in others]
    if clashes:
        raise ClashError(f"{'; '.join(clashes)}; give one of them another name")


def _files(folder: Path) -> dict[Path, str]:
    """The text of each file, by its path in the folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in found}


def _refuse_leaks(construct: str, text: str) -> None:
    if wrong := find_leak(text):
        raise LeakError(f"[{construct}] {wrong}")
