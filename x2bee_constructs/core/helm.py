"""Manifests as templates of Helm: what only looks like a template stays text, and image tags become values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["HelmChart", "chart_files", "escaped"]

_OPEN = "{{"
_ESCAPED = '{{ "{{" }}'
_IMAGE = re.compile(
    r"(?P<lead>\s+(?:- )?image: )(?P<quote>[\"']?)"
    r"(?P<name>[^\s\"'@:]+(?::\d+/[^\s\"'@:]+)?):(?P<tag>[\w.-]+)(?P=quote)"
)
_LABELS = re.compile(r"(?P<indent>\s*)labels:")
_VERSION = re.compile(r"(?P<lead>\s+version: )(?P<quote>[\"']?)(?P<tag>[\w.-]+)(?P=quote)")
_FIELD = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class HelmChart:
    """One Helm chart: what its `Chart.yaml` says."""

    name: str
    version: str
    """A SemVer 2 version."""
    app_version: str
    description: str


def escaped(text: str) -> str:
    """A template that gives the text: `{{` in alerts, dashboards and ExternalSecrets is theirs, not Helm's."""
    return text.replace(_OPEN, _ESCAPED)


def chart_files(chart: HelmChart, manifests: Mapping[str, str]) -> dict[str, str]:
    """The files of one chart by path: `Chart.yaml`, `values.yaml` with its schema, and a template for each manifest.

    With the values as they are, the templates give the manifests byte for byte. `images.<name>` is the tag of an image,
    by the last part of its name, and the label `version` of its pods; images by digest and those in the values of other
    charts stay as they are.
    """
    tags: dict[str, str] = {}
    templates = {f"templates/{name}": _template(text, tags) for name, text in sorted(manifests.items())}
    about = {
        "apiVersion": "v2", "name": chart.name, "description": chart.description, "type": "application",
        "version": chart.version, "appVersion": chart.app_version,
    }  # fmt: skip
    return {
        "Chart.yaml": _yaml(about),
        "values.yaml": "".join(_values(tags)),
        "values.schema.json": json.dumps(_schema(tags), indent=2) + "\n",
        **templates,
    }


def _template(text: str, tags: dict[str, str]) -> str:
    lines = [_line(line, tags) for line in escaped(text).splitlines(keepends=True)]
    images = [found for line in text.splitlines() if (found := _IMAGE.fullmatch(line))]
    # The first container is the service itself; a tag that is another image's value already is nobody's here.
    keys = {found["tag"]: _key(found["name"]) for found in reversed(images)}
    return "".join(_versions(lines, {tag: key for tag, key in keys.items() if tags[key] == tag}))


def _versions(lines: Iterable[str], keys: Mapping[str, str]) -> Iterator[str]:
    """Labels `version` that are an image's tag follow it, as mesh and alerts name what runs by them."""
    inside = ""
    for line in lines:
        if inside and not line.startswith(inside):
            inside = ""
        if found := _LABELS.fullmatch(line.rstrip("\n")):
            inside = f"{found['indent']} "
        version = _VERSION.fullmatch(line.rstrip("\n"))
        if inside and version and version["tag"] in keys:
            value = f".Values.images.{keys[version['tag']]}"
            yield f'{version["lead"]}{{{{ {value} | trunc 63 | trimAll "-_." | toYaml }}}}\n'
        else:
            yield line


def _line(line: str, tags: dict[str, str]) -> str:
    """A line with an image, its tag a value; two images of one name with two tags keep theirs."""
    found = _IMAGE.fullmatch(line.rstrip("\n"))
    if not found:
        return line
    key = _key(found["name"])
    if tags.setdefault(key, found["tag"]) != found["tag"]:
        return line
    return f"{found['lead']}{found['quote']}{found['name']}:{{{{ .Values.images.{key} }}}}{found['quote']}\n"


def _key(image: str) -> str:
    """A name that templates can say: `x2bee-fo` becomes `x2beeFo`."""
    first, *rest = _FIELD.split(image.rpartition("/")[2])
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def _values(tags: Mapping[str, str]) -> Iterator[str]:
    if not tags:
        yield "images: {}\n"
        return
    yield "# The tag of each image.\nimages:\n"
    yield from (f"  {name}: {json.dumps(tag)}\n" for name, tag in sorted(tags.items()))


def _schema(tags: Mapping[str, str]) -> dict[str, object]:
    """A misspelt or missing tag is refused by Helm itself."""
    names = sorted(tags)
    tag = {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"}
    images = {
        "type": "object", "additionalProperties": False, "required": names,
        "properties": dict.fromkeys(names, tag),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": False,
        "required": ["images"], "properties": {"images": images, "global": {"type": "object"}},
    }  # fmt: skip


def _yaml(values: Mapping[str, str]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
