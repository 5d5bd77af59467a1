"""How a typed object reaches cdk8s (ADR 0001), and what may not be in the YAML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, App, JsonPatch, YamlOutputType
from constructs import Construct

from x2bee_constructs.core.helm import escaped
from x2bee_constructs.core.leaks import ClashError, LeakError, find_leak
from x2bee_constructs.core.objects import CLUSTER_SCOPED, KubeObject

__all__ = ["PlatformApp", "emit", "emit_all"]

_METADATA = ("name", "namespace", "labels", "annotations", "finalizers")
_KIND = re.compile(r"^kind: (.*)$", re.MULTILINE)
_NAME = re.compile(r"^metadata:\n(?:  .*\n)*?  name: (.*)$", re.MULTILINE)


def emit(scope: Construct, construct_id: str, manifest: KubeObject) -> ApiObject:
    """One `ApiObject` for one typed object.

    Metadata goes through cdk8s' own metadata, so that `api_object.metadata.add_label` works; everything else is one
    JSON patch per top-level key, which later patches of the user's come after. Raises `LeakError` for a CDK token
    or an ARN.
    """
    body: dict[str, Any] = dict(manifest.to_manifest())
    _refuse_leaks(lambda: f"{scope.node.path}/{construct_id}", body)
    metadata: dict[str, Any] = dict(body.pop("metadata"))
    own = {key: metadata.pop(key) for key in _METADATA if key in metadata}
    made = ApiObject(
        scope,
        construct_id,
        api_version=str(body.pop("apiVersion")),
        kind=str(body.pop("kind")),
        metadata=ApiObjectMetadata(**own),
    )
    patches = [JsonPatch.add(f"/metadata/{key}", value) for key, value in metadata.items()]
    if manifest.kind in CLUSTER_SCOPED and made.metadata.namespace:
        patches.append(JsonPatch.remove("/metadata/namespace"))  # cdk8s gives every object its chart's
    made.add_json_patch(*patches, *(JsonPatch.add(f"/{key}", value) for key, value in body.items()))
    return made


def emit_all(scope: Construct, manifests: Mapping[str, KubeObject]) -> dict[str, ApiObject]:
    """`emit` for each object under its id."""
    return {construct_id: emit(scope, construct_id, manifest) for construct_id, manifest in manifests.items()}


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

    def synth(self) -> None:
        """Check, then write."""
        text = self.synth_yaml()
        if find_leak(text):
            self._name_the_leak()
        documents = text.split("\n---\n")
        named = Counter((tuple(_KIND.findall(d)[:1]), tuple(_NAME.findall(d)[:1])) for d in documents)
        if any(count > 1 for count in named.values()):
            self._refuse_clashes()
        super().synth()
        folder = Path(self.outdir)
        if folder.name == "templates" and (folder.parent / "Chart.yaml").is_file():
            self._escape(folder)

    @staticmethod
    def _escape(folder: Path) -> None:
        """With `--format helm` the CLI has us write into a chart: Helm must not take our text for its templates."""
        for path in folder.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            if (made := escaped(text)) != text:
                path.write_text(made, encoding="utf-8")

    def _name_the_leak(self) -> None:
        for construct in self.node.find_all():
            if isinstance(construct, ApiObject):
                path = construct.node.path
                _refuse_leaks(lambda path=path: path, construct.to_json())

    def _refuse_clashes(self) -> None:
        """Compare all objects one by one; asked only where two have one kind and name."""
        files: dict[tuple[str, str, str], str] = {}
        objects: dict[tuple[str, str, str | None, str], str] = {}
        clashes: list[str] = []
        for chart in self.charts:
            for made in chart.api_objects:
                path, namespace = made.node.path, made.metadata.namespace
                file = files.setdefault((chart.node.path, made.kind, made.name), path)
                same = objects.setdefault((made.api_group, made.kind, namespace, made.name), path)
                clashes += [
                    f"[{first}] and [{path}] are both {made.kind} '{made.name}'" for first in {file, same} - {path}
                ]
        if clashes:
            raise ClashError(f"{'; '.join(clashes)}; give one of them another name")


def _refuse_leaks(construct: Callable[[], str], body: Mapping[str, Any]) -> None:
    """Raise for the first token or ARN in `body`; the path costs jsii calls and is asked for only then."""
    # One pass in C, where walking the object costs more than making it.
    if wrong := find_leak(json.dumps(body)):
        raise LeakError(f"[{construct()}] {wrong}")
