"""Which files of the repository are pages, and where each is in the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

__all__ = ["SECTIONS", "pages", "section"]

SECTIONS: Mapping[str, str] = {
    "Guides": "docs/guides",
    "Runbooks": "docs/runbooks",
    "Errors": "docs/errors",
    "Decisions": "docs/adr",
    "For upstream": "docs/upstream",
}
"""Sections that hold every page of a folder."""

_ASSETS = (".svg", ".png")


def pages(root: Path) -> dict[Path, PurePosixPath]:
    """Each file, relative to the repository, and its place in the site."""
    found = {Path("README.md"): PurePosixPath("index.md")}
    for name in ("CHANGELOG.md", "CONTRIBUTING.md", "conformance/README.md"):
        found[Path(name)] = PurePosixPath("about", name.lower().replace("/readme", ""))
    for file in sorted((root / "docs").rglob("*")):
        if file.suffix == ".md" or file.suffix in _ASSETS:
            inside = file.relative_to(root / "docs")
            found[file.relative_to(root)] = PurePosixPath(*_index(inside).parts)
    for file in sorted((root / "x2bee_constructs").rglob("README.md")):
        inside = file.parent.relative_to(root / "x2bee_constructs")
        if inside.parts[:1] != ("imports",):
            found[file.relative_to(root)] = PurePosixPath("rooms", "-".join(inside.parts) + ".md")
    return found


def section(folder: str, found: Mapping[Path, PurePosixPath]) -> list[PurePosixPath]:
    """The pages that come from a folder; its index first."""
    inside = [page for file, page in found.items() if file.is_relative_to(folder) and page.suffix == ".md"]
    return sorted(inside, key=lambda page: (page.name != "index.md", page))


def _index(inside: Path) -> Path:
    return inside.with_name("index.md") if inside.name == "README.md" else inside
