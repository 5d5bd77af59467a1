"""`make site`: the documentation as a site under build/site/html, from the repository's pages and the library itself.

Every page of a construct and of props is written anew from the code, so none can say what is no longer so. mkdocs runs
strict: a link that leads nowhere, or a page that is in no section, ends the build.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import x2bee_constructs
import x2bee_constructs.aws
import x2bee_constructs.k8s
from conformance.templates.variants import variant
from tools.site.constructs import construct_pages, props_pages
from tools.site.examples import aws_side, kubernetes_side
from tools.site.links import rewritten
from tools.site.sources import SECTIONS, pages, section
from x2bee_constructs.platform.load import load_platform

ROOT = Path(__file__).parent.parent.parent
HOME = ROOT / "build" / "site"
_VARIANTS = ("apm-whatap", "apm-scouter")
"""What the reference customer has not."""


def main() -> int:
    """Write the pages, then let mkdocs build them; its exit code."""
    found = pages(ROOT)
    target = HOME / "pages"
    shutil.rmtree(target, ignore_errors=True)
    for file, page in found.items():
        _write(target, page, _text(file, found) if file.suffix == ".md" else (ROOT / file).read_bytes())
    made = _generated(target)
    (HOME / "mkdocs.yml").write_text(json.dumps(_settings(found, made), indent=1), encoding="utf-8")
    mkdocs = HOME / "venv" / "bin" / "mkdocs"
    return subprocess.run([mkdocs, "build", "--strict", "--quiet", "--config-file", HOME / "mkdocs.yml"]).returncode


def _write(target: Path, page: PurePosixPath, text: str | bytes) -> None:
    file = target / page
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def _text(file: Path, found: Mapping[Path, PurePosixPath]) -> str:
    return rewritten((ROOT / file).read_text(encoding="utf-8"), file, found)


def _generated(target: Path) -> dict[str, list[PurePosixPath]]:
    """The pages of constructs and of props; where each section's are."""
    readmes = {file: (ROOT / file).read_text(encoding="utf-8") for file in pages(ROOT) if file.name == "README.md"}
    customer = ROOT / "stacks" / "customers" / "acme.yaml"
    platforms = [load_platform(customer, "prd"), load_platform(customer, "dev"), *map(variant, _VARIANTS)]
    made = {kind: one for platform in reversed(platforms) for kind, one in kubernetes_side(platform).items()}
    made |= aws_side(platforms[0])
    surfaces = {"Kubernetes": x2bee_constructs.k8s, "AWS": x2bee_constructs.aws}
    sections = {
        "Constructs": ("constructs", construct_pages(surfaces, made, readmes)),
        "Props": ("props", props_pages(x2bee_constructs)),
    }
    for folder, texts in sections.values():
        for name, text in texts.items():
            _write(target, PurePosixPath(folder, _file(name)), text)
    return {
        title: [PurePosixPath(folder, _file(name)) for name in sorted(texts)]
        for title, (folder, texts) in sections.items()
    }


def _file(name: str) -> str:
    return name.replace(" (", "-").replace(")", "").replace(" ", "-") + ".md"


def _settings(found: Mapping[Path, PurePosixPath], made: Mapping[str, list[PurePosixPath]]) -> dict[str, Any]:
    """What mkdocs is told. JSON is YAML."""
    return {
        "site_name": "x2bee-constructs",
        "docs_dir": "pages",
        "site_dir": "html",
        "use_directory_urls": False,  # pages open from a folder, without a server
        "theme": {"name": "material", "font": False, "palette": _PALETTE, "features": ["navigation.indexes"]},
        "plugins": ["search"],
        "markdown_extensions": ["admonition", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences"],
        "validation": {"links": {"anchors": "warn", "not_found": "warn"}, "nav": {"omitted_files": "warn"}},
        "nav": _navigation(found, made),
    }


_START = ["index.md", "concepts.md", "ko/index.md"]
"""What somebody new reads."""

_PALETTE = [
    {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "indigo"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "indigo"},
]


def _navigation(found: Mapping[Path, PurePosixPath], made: Mapping[str, list[PurePosixPath]]) -> list[Any]:
    rooms = section("x2bee_constructs", found)
    taken = {PurePosixPath(page) for page in _START} | {
        page for folder in SECTIONS.values() for page in section(folder, found)
    }
    rest = [page for page in section("docs", found) if page not in taken]
    about = [page for page in found.values() if page.parts[0] == "about"]
    return [
        {"Start": _START},
        *({title: _names(listed)} for title, listed in made.items()),
        {"Rooms": _names(rooms)},
        *({title: _names(section(folder, found))} for title, folder in SECTIONS.items()),
        {"Seen to work": _names(rest)},
        {"About": _names(about)},
    ]


def _names(listed: Iterable[PurePosixPath]) -> list[str]:
    return [str(page) for page in listed]


if __name__ == "__main__":
    sys.exit(main())
