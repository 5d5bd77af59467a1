"""Write docs/errors: a page for every code, in both languages, and the index. `make errors` runs it."""

from __future__ import annotations

from pathlib import Path

from tools.errors.run import outcome
from x2bee_constructs.core.codes import Code, registry
from x2bee_constructs.core.explained import page
from x2bee_constructs.core.language import Language

FOLDER = Path("docs", "errors")


def main() -> None:
    """Write every page, and take away those of codes that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.stem not in {*registry(), "README"}:
            old.unlink()
    for code in registry().values():
        (FOLDER / f"{code.code}.md").write_text(document(code), encoding="utf-8", newline="\n")
    (FOLDER / "README.md").write_text(index(), encoding="utf-8", newline="\n")
    print(f"{FOLDER}: {len(registry())} pages")


def document(code: Code) -> str:
    """Both languages of one code, with what its example gave."""
    pages = [page(code, language, outcome(code, language).shown) for language in Language]
    return "<!-- Written by `make errors`. -->\n" + "\n\n---\n\n".join(pages) + "\n"


def index() -> str:
    """The table of all codes."""
    rows = [f"| [{one.code}]({one.code}.md) | {one.title.en} | {one.title.ko} |" for one in registry().values()]
    head = ["# Faults", "", "`x2bee explain CODE` shows a page in the terminal.", "", "| code | | |", "|---|---|---|"]
    return "\n".join(["<!-- Written by `make errors`. -->", *head, *rows]) + "\n"


if __name__ == "__main__":
    main()
