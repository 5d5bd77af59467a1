"""JavaScript of ours in jsii's Node.js: what would take many messages, with one (ADR 27, ADR 28).

A library is a folder of this package with `assembly.json`, which says its one class and the types of its static
functions, and `library.js`. It is packed when it is first asked for, and loaded as jsii loads the CDK.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsii

__all__ = ["caller"]


def caller(package: str) -> Callable[..., Any]:
    """What calls the functions of the library in a package: `call(name, *arguments)`."""

    def call(name: str, *arguments: Any) -> Any:
        kernel: Any = jsii  # its functions have no types
        return kernel.sinvoke(_loaded(package), name, list(arguments))

    return call


@cache
def _loaded(package: str) -> Any:
    """The library's class, as jsii knows it."""
    about = json.loads(_text(package, "assembly.json"))
    name, version = str(about["name"]), str(about["version"])
    described = {"name": name, "version": version, "main": "library.js", "peerDependencies": about["dependencies"]}
    packed = _packed(
        {
            ".jsii": json.dumps(about),
            "package.json": json.dumps(described),
            "library.js": _text(package, "library.js"),
        }
    )
    with tempfile.TemporaryDirectory(prefix="x2bee-") as folder:
        path = Path(folder, f"{name}.tgz")
        path.write_bytes(packed)
        jsii.load(name, version, str(path))
    (only,) = about["types"]
    return type("_Library", (), {"__jsii_type__": only})


def _packed(texts: Mapping[str, str]) -> bytes:
    """An npm package; of the same texts the same bytes, because jsii keeps what it unpacked by their digest."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for name, text in texts.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(encoded := text.encode())
            archive.addfile(info, io.BytesIO(encoded))
    return packed.getvalue()


def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
