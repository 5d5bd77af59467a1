"""How a typed object reaches cdk8s (ADR 0001), and what may not be in the YAML."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, App, JsonPatch, YamlOutputType
from constructs import Construct

from x2bee_constructs.core.objects import KubeObject

__all__ = ["LeakError", "PlatformApp", "emit", "emit_all"]

_TOKEN = re.compile(r"\$\{Token\[[^]]*\]\}|#\{Token\[[^]]*\]\}")
_ARN = re.compile(r"arn:aws[a-z-]*:[^\s\"']+")
_METADATA = ("name", "namespace", "labels", "annotations", "finalizers")


class LeakError(ValueError):
    """A value that only AWS knows stands in the YAML, where nothing can resolve it."""


def emit(scope: Construct, construct_id: str, manifest: KubeObject) -> ApiObject:
    """One `ApiObject` for one typed object.

    Metadata goes through cdk8s' own metadata, so that `api_object.metadata.add_label` works; everything else is one
    JSON patch per top-level key, which later patches of the user's come after. Raises `LeakError` for a CDK token
    or an ARN.
    """
    body: dict[str, Any] = dict(manifest.to_manifest())
    _refuse_leaks(lambda: f"{scope.node.path}/{construct_id}", body)
    metadata: dict[str, Any] = body.pop("metadata")
    own = {key: metadata.pop(key) for key in _METADATA if key in metadata}
    made = ApiObject(
        scope,
        construct_id,
        api_version=str(body.pop("apiVersion")),
        kind=str(body.pop("kind")),
        metadata=ApiObjectMetadata(**own),
    )
    patches = [JsonPatch.add(f"/metadata/{key}", value) for key, value in metadata.items()]
    made.add_json_patch(*patches, *(JsonPatch.add(f"/{key}", value) for key, value in body.items()))
    return made


def emit_all(scope: Construct, manifests: Mapping[str, KubeObject]) -> dict[str, ApiObject]:
    """`emit` for each object under its id."""
    return {construct_id: emit(scope, construct_id, manifest) for construct_id, manifest in manifests.items()}


class PlatformApp(App):
    """A cdk8s App with stable names, one file per object in a folder per chart, and a guard on what is written.

    `synth()` raises `LeakError`, naming the construct, if any object, also one that was patched or made by other code,
    has a CDK token or an ARN in it, or if two objects of a chart would share one file. Nothing is written then.
    """

    def __init__(self, outdir: str | None = None) -> None:
        """Write to `outdir`; if not given to where the cdk8s CLI says (`CDK8S_OUTDIR`), else to `dist`."""
        super().__init__(outdir=outdir, yaml_output_type=YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE)

    def synth(self) -> None:
        """Check, then write."""
        text = self.synth_yaml()
        if _TOKEN.search(text) or _ARN.search(text):
            self._name_the_leak()
        super().synth()
        self._refuse_lost_files(len(text.split("\n---\n")) if text.strip() else 0)

    def _name_the_leak(self) -> None:
        for construct in self.node.find_all():
            if isinstance(construct, ApiObject):
                path = construct.node.path
                _refuse_leaks(lambda path=path: path, construct.to_json())

    def _refuse_lost_files(self, objects: int) -> None:
        files = list(Path(self.outdir).rglob("*.k8s.yaml"))
        if len(files) < objects:
            shutil.rmtree(self.outdir)
            raise LeakError(
                f"{objects} objects would share {len(files)} files: {', '.join(self._twins())}; give them other names"
            )

    def _twins(self) -> list[str]:
        seen: dict[tuple[str, str, str], str] = {}
        twins: list[str] = []
        for chart in self.charts:
            for made in chart.api_objects:
                first = seen.setdefault((chart.node.path, made.kind, made.name), made.node.path)
                if first != made.node.path:
                    twins.append(f"[{first}] and [{made.node.path}] are both {made.kind} '{made.name}'")
        return twins


def _refuse_leaks(construct: Callable[[], str], body: Mapping[str, Any]) -> None:
    """Raise for the first token or ARN in `body`; the path costs jsii calls and is asked for only then."""
    text = json.dumps(body)  # one pass in C, where walking the object costs more than making it
    if found := _TOKEN.search(text):
        raise LeakError(
            f"[{construct()}] a CDK token may not stand in YAML, got '{found[0]}'; "
            "give the name (x2bee_constructs names are plain text), not an attribute of a construct"
        )
    if found := _ARN.search(text):
        raise LeakError(
            f"[{construct()}] an ARN may not stand in YAML, got '{found[0]}'; "
            "identity comes from Pod Identity and values from External Secrets, both by name"
        )
