"""The pages of the site, without mkdocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Annotated, Literal

import pytest
from pydantic import Field

import x2bee_constructs
import x2bee_constructs.k8s
from tests.conftest import ROOT
from tools.site.constructs import construct_pages, props_pages
from tools.site.examples import Made
from tools.site.links import rewritten
from tools.site.sources import pages, section
from x2bee_constructs.core.props import Props
from x2bee_constructs.k8s import MsaDeployment

PAGES = {
    Path("README.md"): PurePosixPath("index.md"),
    Path("docs/errors/README.md"): PurePosixPath("errors/index.md"),
    Path("docs/graph.svg"): PurePosixPath("graph.svg"),
    Path("x2bee_constructs/mesh/README.md"): PurePosixPath("rooms/mesh.md"),
}


@pytest.mark.parametrize(
    ("source", "text", "becomes"),
    [
        ("README.md", "[a room](x2bee_constructs/mesh)", "[a room](rooms/mesh.md)"),
        ("x2bee_constructs/mesh/README.md", "[codes](../../docs/errors/README.md#x)", "[codes](../errors/index.md#x)"),
        ("x2bee_constructs/mesh/README.md", "![graph](../../docs/graph.svg)", "![graph](../graph.svg)"),
        ("README.md", "[props.py](x2bee_constructs/mesh/props.py) and more", "props.py and more"),
        ("README.md", "[out](https://example.com/a.md) [here](#part)", "[out](https://example.com/a.md) [here](#part)"),
        ("README.md", "```\n[props.py](x2bee_constructs/mesh/props.py)\n```\n", None),
    ],
)
def test_links_lead_to_pages(source: str, text: str, becomes: str | None) -> None:
    assert rewritten(text, Path(source), PAGES) == (becomes or text)


def test_every_page_has_one_place() -> None:
    found = pages(ROOT)
    assert len(set(found.values())) == len(found)
    assert found[Path("README.md")] == PurePosixPath("index.md")
    errors = section("docs/errors", found)
    assert errors[0] == PurePosixPath("errors/index.md")
    assert PurePosixPath("errors/X2B202.md") in errors


class _Everything(Props):
    """Fields of all types."""

    words: Sequence[str] = ()
    """Some | words."""
    size: Literal["small", "large"]
    """How large."""
    ports: Mapping[str, Annotated[int, Field(ge=1)]] = {}
    """By name."""
    inner: _Everything | None = None
    """Itself."""


def test_props_say_types_and_defaults_in_words() -> None:
    module = ModuleType("given")
    module.__dict__.update(__all__=["Everything", "other"], Everything=_Everything, other=1)
    assert list(props_pages(module)) == ["Everything"]
    lines = props_pages(module)["Everything"].splitlines()
    assert "| `words` | list of text | — | Some \\| words. |" in lines
    assert "| `size` | `small` or `large` | must be given | How large. |" in lines
    assert "| `ports` | mapping of text to whole number | `{}` | By name. |" in lines
    assert "| `inner` | `_Everything` | — | Itself. |" in lines


def test_a_construct_has_its_use_what_it_makes_and_its_props() -> None:
    made = {MsaDeployment: Made("a/b", ("Deployment `b`",), "yaml", "kind: Deployment")}
    readmes = {Path("README.md"): "```python\nMsaDeployment(chart, 'b', props)\n```\n"}
    found = construct_pages({"Kubernetes": x2bee_constructs.k8s}, made, readmes)
    page = found["MsaDeployment"]
    assert "from x2bee_constructs.k8s import MsaDeployment" in page
    assert "`MsaDeploymentProps`: [its fields](../props/MsaDeploymentProps.md)" in page
    assert "MsaDeployment(chart, 'b', props)" in page
    assert "- Deployment `b`" in page
    assert "kind: Deployment" in page
    assert "PlatformCharts" not in found, "it is no construct"
