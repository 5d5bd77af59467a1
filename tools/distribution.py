"""`make dist`: the source distribution and the wheel, into build/dist, built twice and byte-identical.

Both times from a copy of this tree: at another place, with other times and permissions of its files. The wheel is built
of the unpacked source distribution, and once more of the tree itself: either way gives the same package.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
OUT = ROOT / "build" / "dist"  # never dist/, which cdk8s empties
SUMS = "SHA256SUMS"


class DistributionError(Exception):
    """What was built is not what it should be."""


def main() -> int:
    """Build, compare, and say what there is; exit code 1 if two builds differ."""
    try:
        made = build()
    except DistributionError as error:
        print(f"tools.distribution: {error}", file=sys.stderr)
        return 1
    for name, content in made.items():
        print(f"{OUT.relative_to(ROOT)}/{name}  {len(content):,} bytes  sha256:{hashlib.sha256(content).hexdigest()}")
    print("built twice, and the wheel of the tree too: byte for byte the same")
    return 0


def build() -> Mapping[str, bytes]:
    """What is in build/dist now, by name. Raises `DistributionError` if a build fails or two of them differ."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct").strip()
    with TemporaryDirectory(prefix="x2bee-dist-") as temporary:
        first = _copied(Path(temporary, "first"), umask=0o022, when=1_000_000_000)
        again = _copied(Path(temporary, "again", "deeper"), umask=0o077, when=1_700_000_000)
        made = _built(first, epoch)
        _same(made, _built(again, epoch), "two builds")
        wheels = {name: content for name, content in made.items() if name.endswith(".whl")}
        _same(wheels, _built(again, epoch, "--wheel"), "the wheel of the source distribution and that of the tree")
    _write(made)
    return made


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DistributionError(f"git {arguments[0]}: {done.stderr.strip()}; build it in a clone of the repository")
    return done.stdout


def _files() -> Iterator[Path]:
    """What is in the repository, or would be with the next commit."""
    for name in _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and os.path.lexists(ROOT / name):
            yield Path(name)


def _copied(target: Path, umask: int, when: int) -> Path:
    """The tree with other permissions and times."""
    before = os.umask(umask)
    try:
        for name in _files():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_symlink():
                (target / name).symlink_to((ROOT / name).readlink())
                continue
            shutil.copyfile(ROOT / name, target / name)
            os.utime(target / name, (when, when))
    finally:
        os.umask(before)
    return target


def _built(tree: Path, epoch: str, *arguments: str) -> dict[str, bytes]:
    """The distributions by name; without arguments the source distribution, and the wheel of what is in it."""
    out = tree / "build" / ("".join(arguments) or "both")
    told = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    command = [sys.executable, "-m", "build", "--no-isolation", *arguments, "--outdir", str(out), str(tree)]
    done = subprocess.run(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise DistributionError(f"the build failed:\n{done.stdout}")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if not path.name.startswith(".")}


def _same(one: Mapping[str, bytes], other: Mapping[str, bytes], what: str) -> None:
    differing = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    if differing:
        raise DistributionError(f"{what} differ: {', '.join(differing)}")


def _write(made: Mapping[str, bytes]) -> None:
    """Only these are there afterwards."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for name, content in made.items():
        (OUT / name).write_bytes(content)
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(made.items()))
    (OUT / SUMS).write_text("".join(sums))


if __name__ == "__main__":
    sys.exit(main())
