"""The index and the pictures are those of the boards, and nothing in a picture leaves its panel."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT
from tools.dashboards.__main__ import pages
from x2bee_constructs.graph.text import width

PAGES = pages()


def test_docs_are_what_is_made_now() -> None:
    docs = ROOT / "docs"
    there = {"dashboards.md", *(f"dashboards/{path.name}" for path in (docs / "dashboards").glob("*.svg"))}
    assert there == set(PAGES), "run make dashboards"
    for path, text in PAGES.items():
        assert (docs / path).read_text() == text, f"{path}: run make dashboards"


@pytest.mark.parametrize("path", [path for path in PAGES if path.endswith(".svg")])
def test_pictures_say_what_they_are_and_keep_their_words_inside(path: str) -> None:
    root = ElementTree.fromstring(PAGES[path])
    space = "{http://www.w3.org/2000/svg}"
    assert "not by Grafana" in "".join(root.itertext())
    groups = root.findall(f"{space}g")
    assert groups
    for group in groups:
        rect = group.find(f"{space}rect")
        left, top = float(rect.get("x")), float(rect.get("y"))
        right, bottom = left + float(rect.get("width")), top + float(rect.get("height"))
        for text in group.findall(f"{space}text"):
            x, y, kind = float(text.get("x")), float(text.get("y")), text.get("class")
            assert top < y <= bottom
            if text.get("text-anchor") == "end":
                assert x <= right
            else:
                size = {"name": 12, "unit": 9}.get(kind)
                wide = width(text.text, size) if size else len(text.text) * 9 * 0.62
                assert left <= x
                assert x + wide <= right + 1, text.text


def test_the_index_leads_to_headings_that_are_there() -> None:
    text = PAGES["dashboards.md"]
    headings = {
        re.sub(r"[^a-z0-9-]", "", line[3:].lower().replace(" ", "-")) for line in text.splitlines() if line[:3] == "## "
    }
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= headings
