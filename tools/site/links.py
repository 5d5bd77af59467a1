"""Links of Markdown files, once these are pages: to pages where the target is one, to nothing where it is not."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

__all__ = ["rewritten"]

_LINK = re.compile(r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```[ \t]*$)", re.MULTILINE | re.DOTALL)
_OUTSIDE = re.compile(r"[a-z]+:")


def rewritten(text: str, source: Path, pages: Mapping[Path, PurePosixPath]) -> str:
    """The text of a page. `pages` says where each file of the repository went; of a link to another the words stay.

    Code stays as it is. `source` and the files are relative to the repository.
    """
    here = pages[source].parent

    def moved(link: re.Match[str]) -> str:
        target, _, anchor = link["target"].partition("#")
        if _OUTSIDE.match(target) or not target:
            return link[0]
        page = _page(source, target, pages)
        if page is None:
            return link["text"]
        way = os.path.relpath(page, here) + (f"#{anchor}" if anchor else "")
        return f"{link['bang']}[{link['text']}]({way})"

    parts = _FENCE.split(text)
    return "".join(part if part.startswith("```") else _LINK.sub(moved, part) for part in parts)


def _page(source: Path, target: str, pages: Mapping[Path, PurePosixPath]) -> PurePosixPath | None:
    file = Path(os.path.normpath(source.parent / target))
    return pages.get(file) or pages.get(file / "README.md")
