"""`make released`: what the last release synthesizes of acme, kept in tests/data, to hold every change against it.

Taken from the newest tag `v…`, or from a revision that is named; without any tag from the last commit, as the first
release will have it. The archive is small, and the same in every run.
"""

from __future__ import annotations

import io
import re
import sys
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from x2bee_constructs.cli import states
from x2bee_constructs.core.archives import unpack as unpack_archive
from x2bee_constructs.difference.model import Change, Difference, Effect
from x2bee_constructs.testing.app import synthesized

ROOT = Path(__file__).parent.parent
ARCHIVE = ROOT / "tests" / "data" / "released.tar.xz"
UPGRADING = ROOT / "docs" / "upgrading.md"
PLATFORMS = ("acme/dev", "acme/prd")
"""Both kinds of database, small and large."""

_STATES = ("*.template.json", "manifest.json", "*.metadata.json", "*.yaml")
"""What `x2bee diff` reads of a state."""


def last_tag() -> str | None:
    """The newest tag of a release, if there is one here: a shallow clone has none."""
    listed = states.git("tag", "--list", "v[0-9]*", "--sort=-version:refname", folder=ROOT)
    listed.check_returncode()
    return next(iter(listed.stdout.decode().split()), None)


def record(revision: str) -> str:
    """Synthesize that revision into the archive; returns the version that it calls itself."""
    with states.revision(revision, ROOT) as tree, TemporaryDirectory(prefix="x2bee-released-") as temporary:
        out = Path(temporary)
        version = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        for platform in PLATFORMS:
            synthesized(tree, platform, out / platform)
        files = {"RELEASE": f"{version}\n".encode(), **dict(_files(out))}
    with tarfile.open(ARCHIVE, "w:xz", preset=9) as archive:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return version


def _files(out: Path) -> Iterator[tuple[str, bytes]]:
    for pattern in _STATES:
        yield from ((str(path.relative_to(out)), path.read_bytes()) for path in out.rglob(pattern))


def unpack(target: Path) -> str:
    """Put the states of the last release below `target`, as `<customer>/<environment>`; returns its version."""
    with tarfile.open(ARCHIVE) as archive:
        unpack_archive(archive, target)
    return (target / "RELEASE").read_text(encoding="utf-8").strip()


def unannounced(difference: Difference, notes: str) -> list[Change]:
    """Changes that delete something, to make it again or for good, and that the upgrade notes do not name."""
    breaking = (change for change in difference.changes if change.effect in {Effect.recreate, Effect.loss})
    return [change for change in breaking if not re.search(rf"^- `{re.escape(change.name)}`", notes, re.MULTILINE)]


def next_notes(text: str) -> str:
    """What docs/upgrading.md says of the version that is not released yet: its first section."""
    return text.partition("\n## ")[2].partition("\n## ")[0]


def main(arguments: Iterable[str]) -> int:
    """Record the revision named, else the last release."""
    revision = next(iter(arguments), None) or last_tag() or "HEAD"
    version = record(revision)
    print(f"{ARCHIVE.relative_to(ROOT)}: {version}, from {revision}, {ARCHIVE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
