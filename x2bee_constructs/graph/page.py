"""The graph as one HTML page that needs nothing else: no server, no other file, no network."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import Any

from x2bee_constructs.core.language import Language
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.facts import facts
from x2bee_constructs.graph.page_words import WORDS
from x2bee_constructs.graph.views import views
from x2bee_constructs.platform.props import Platform

__all__ = ["as_page"]


def as_page(platform: Platform, language: Language = Language.en) -> str:
    """The page of one platform: every layer, and of each service its numbers, budgets and objects.

    The same platform always gives the same text. Objects are embedded as they are emitted: no secret is in them, but
    addresses and account numbers are, so that the page is for those who may read the repository.
    """
    found = graph(platform)
    words = WORDS[language]
    data = {
        "title": found.title,
        "promise": found.promise,
        "views": views(platform),
        "services": facts(platform),
        "words": words,
    }
    filled = {
        "LANGUAGE": language.value,
        "TITLE": escape(f"{found.title}: {words['heading']}"),
        "STYLE": _asset("page.css"),
        "DATA": _embedded(data),
        "SCRIPT": _asset("page.js"),
    }
    page = _asset("page.html")
    for name, text in filled.items():
        before, after = page.split(f"<!--{name}-->")
        page = f"{before}{text}{after}"
    return page


def _asset(name: str) -> str:
    return files("x2bee_constructs.graph").joinpath("assets", name).read_text(encoding="utf-8")


def _embedded(data: dict[str, Any]) -> str:
    """JSON that no text in it can end, nor begin a comment."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
