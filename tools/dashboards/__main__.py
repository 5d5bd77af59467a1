"""`make dashboards`: the pictures of the dashboards of acme prd and their index, into docs/."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.dashboards.index import as_markdown
from tools.dashboards.picture import as_svg
from x2bee_constructs import load_platform
from x2bee_constructs.observability.dashboards.boards.all import boards
from x2bee_constructs.platform.dashboards import dashboards_props

__all__ = ["main", "pages"]

_ROOT = Path(__file__).parent.parent.parent


def pages() -> dict[str, str]:
    """Every file below docs/, by its path there."""
    platform = load_platform(_ROOT / "stacks" / "customers" / "acme.yaml", "prd")
    props = dashboards_props(platform)
    if props is None:
        raise ValueError("the reference customer has no services")
    made, whose = boards(props), "acme prd"
    pictures = {f"dashboards/{name}.svg": as_svg(board, whose) for name, board in made.items()}
    return {"dashboards.md": as_markdown(made, whose), **pictures}


def main() -> int:
    """Write them, and remove pictures of what is no more."""
    docs = _ROOT / "docs"
    for old in (docs / "dashboards").glob("*.svg"):
        old.unlink()
    for path, text in pages().items():
        (docs / path).parent.mkdir(exist_ok=True)
        (docs / path).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
