"""Many objects with one message to Node.js: a jsii library of ours, loaded beside cdk8s (ADR 27)."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import jsii
from cdk8s import ApiObject, App
from constructs import Construct

__all__ = ["Outlined", "make_objects", "outline"]


class _Objects:
    """The class in `objects.js`, as jsii knows it."""

    __jsii_type__ = "x2bee-emission.Objects"


def make_objects(scope: Construct, objects: str) -> list[ApiObject]:
    """An `ApiObject` in `scope` for each of `objects`, a JSON list, in its order.

    Of each, `id` is the construct's, `apiVersion`, `kind` and `metadata` are what cdk8s' ApiObject takes, `keys` is
    everything else by its JSON pointer, and `ofTheCluster` says that it takes no namespace from its chart.
    """
    return _asked("make", scope, objects)


class Outlined(NamedTuple):
    """Where an object is in an App, and which it is in the cluster."""

    path: str
    """Its construct's."""
    chart: str
    """The path of its chart."""
    file: str
    """What its file is called in a folder of its chart, without the extension."""
    group: str
    """Empty for Kubernetes' core."""
    kind: str
    namespace: str
    """Empty for objects of the cluster, and for those that say none."""
    name: str


def outline(app: App) -> list[Outlined]:
    """All API objects that an App has now, those of other code too, as they are once patched."""
    return [Outlined(**one) for one in json.loads(_asked("outline", app))]


def _asked(method: str, *arguments: Construct | str) -> Any:
    _load()
    kernel: Any = jsii  # its functions have no types
    return kernel.sinvoke(_Objects, method, list(arguments))


@cache
def _load() -> None:
    about = json.loads(_text("assembly.json"))
    name, version = str(about["name"]), str(about["version"])
    package = {"name": name, "version": version, "main": "objects.js", "peerDependencies": about["dependencies"]}
    packed = _packed(
        {".jsii": json.dumps(about), "package.json": json.dumps(package), "objects.js": _text("objects.js")}
    )
    with tempfile.TemporaryDirectory(prefix="x2bee-") as folder:
        path = Path(folder, f"{name}.tgz")
        path.write_bytes(packed)
        jsii.load(name, version, str(path))


def _packed(texts: Mapping[str, str]) -> bytes:
    """An npm package; of the same texts the same bytes, because jsii keeps what it unpacked by their digest."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for name, text in texts.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(encoded := text.encode())
            archive.addfile(info, io.BytesIO(encoded))
    return packed.getvalue()


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
