"""Where the two states of `x2bee diff` come from: folders, git revisions, this folder as it is, another library."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from x2bee_constructs.core.archives import unpack
from x2bee_constructs.core.cdk_cli import cdk_context
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.node import node_environment
from x2bee_constructs.difference.read import State, read_state
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.platform.fleet import CUSTOMERS
from x2bee_constructs.platform.load import environments_of

__all__ = ["Progress", "Wanted", "git", "revision", "run_side", "states_of"]

Progress = Callable[[int, int, str], None]
"""Told how many platforms of how many are ready, and which was the last."""

_KINDS = "a folder with what was synthesized, a git revision, '.' for this folder as it is, or a wheel of the library"

_RUN = """\
import runpy, sys
sys.path[:0] = {first!r}
sys.argv = ["app.py", {side!r}]
runpy.run_path("app.py", run_name="__main__")
"""
"""Runs an app as `python app.py SIDE` does, with another library before its own."""


class Wanted(NamedTuple):
    """Which platforms of an app; all if nothing is said."""

    customer: str | None = None
    environment: str | None = None

    def fits(self, customer: str, environment: str) -> bool:
        """Whether this platform is one of them."""
        return self.customer in {None, customer} and self.environment in {None, environment}


def states_of(given: str, wanted: Wanted, progress: Progress) -> dict[str, State]:
    """The platforms of a state by `customer/environment`; a folder with one platform has it under the name ''.

    Raises `UnreadableError` if the state is of no known kind, cannot be read, or its app cannot be run.
    """
    path = Path(given)
    if given == ".":
        return _synthesized(path, None, wanted, progress)
    if path.suffix == ".whl" and path.is_file():
        with _unpacked_wheel(path) as library:
            return _synthesized(Path(), library, wanted, progress)
    if path.is_dir():
        return _folder(path, wanted)
    with revision(given) as tree:
        return _synthesized(tree, None, wanted, progress)


def _folder(path: Path, wanted: Wanted) -> dict[str, State]:
    """A fleet's output has a folder for each customer with one for each environment in it."""
    inner = [found for found in sorted(path.glob("*/*")) if (found / "cdk.out").is_dir() or (found / "dist").is_dir()]
    if not inner:
        return {"": read_state(path)}
    chosen = [found for found in inner if wanted.fits(found.parent.name, found.name)]
    return {f"{found.parent.name}/{found.name}": read_state(found) for found in chosen}


@contextmanager
def _unpacked_wheel(path: Path) -> Generator[Path]:
    with TemporaryDirectory(prefix="x2bee-diff-") as temporary:
        try:
            zipfile.ZipFile(path).extractall(temporary)
        except (OSError, zipfile.BadZipFile) as error:
            raise UnreadableError(f"cannot read the wheel '{path}': {error}") from None
        yield Path(temporary)


@contextmanager
def revision(name: str, folder: Path = Path()) -> Generator[Path]:
    """A temporary folder with what a git revision has of this folder and below it.

    Raises `UnreadableError` without a git, and if it knows no such commit.
    """
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", folder=folder)
    if found.returncode:
        raise UnreadableError(f"'{name}' is no state to compare", expected=_KINDS, fix="git log shows revisions")
    tree = git("archive", found.stdout.decode().strip(), folder=folder)
    if tree.returncode:
        reason = tree.stderr.decode(errors="replace").strip()
        raise UnreadableError(f"git cannot give '{name}': {reason}", expected=_KINDS, fix="git archive says the same")
    with TemporaryDirectory(prefix="x2bee-diff-") as temporary:
        with tarfile.open(fileobj=BytesIO(tree.stdout)) as archive:
            unpack(archive, Path(temporary))
        yield Path(temporary)


def git(*arguments: str, folder: Path = Path()) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, this one if none is given. Raises `UnreadableError` if there is none."""
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise UnreadableError("there is no git on the PATH", expected=_KINDS, fix="install git") from None


def _synthesized(tree: Path, library: Path | None, wanted: Wanted, progress: Progress) -> dict[str, State]:
    """Both sides of every platform wanted, by the app's own `app.py`, as the two CLIs run it."""
    if not (tree / "app.py").is_file():
        raise UnreadableError("there is no app.py", expected=_KINDS, fix="run it in the folder of an app")
    names = [(c, e) for c, e in _platforms(tree / CUSTOMERS) if wanted.fits(c, e)]
    if not names:
        raise UnreadableError(f"no such customer or environment in {CUSTOMERS}", fix="say others")
    found: dict[str, State] = {}
    with TemporaryDirectory(prefix="x2bee-diff-") as out, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = {name: pool.submit(_platform, tree, library, name, Path(out)) for name in names}
        for count, (name, job) in enumerate(jobs.items(), 1):
            found["/".join(name)] = job.result()
            progress(count, len(jobs), "/".join(name))
    return found


def _platforms(folder: Path) -> Iterable[tuple[str, str]]:
    for file in sorted(folder.glob("*.yaml")):
        try:
            yield from ((file.stem, environment) for environment in environments_of(file))
        except SpecError as error:
            raise UnreadableError(f"{file.name}: {error.findings[0].title}", where=error.findings[0].where) from None


def _platform(tree: Path, library: Path | None, name: tuple[str, str], out: Path) -> State:
    home = out.joinpath(*name)
    where = {"CDK_OUTDIR": str(home / "cdk.out"), "CDK8S_OUTDIR": str(home / "dist"), "CDK_VALIDATION": "false"}
    try:
        where["CDK_CONTEXT_JSON"] = cdk_context(tree)
    except ValueError as error:
        raise UnreadableError(f"cdk.json is no JSON: {error}") from None
    first = [str(library or tree.resolve()), str(tree.resolve())]
    for side in ("aws", "k8s"):
        run_side(tree, ["-c", _RUN.format(first=first, side=side)], name, where, f"in that state: python app.py {side}")
    return read_state(home)


def run_side(tree: Path, arguments: Sequence[str], name: tuple[str, str], where: Mapping[str, str], fix: str) -> None:
    """Run an app for one customer and environment, by this Python with these arguments.

    Raises `UnreadableError` with the last line that it said, if it fails.
    """
    customer, environment = name
    who = {"X2BEE_CUSTOMER": customer, "X2BEE_ENV": environment}
    told = {**os.environ, **node_environment(), **who, **where}
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=told, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        title = f"{customer}/{environment} cannot be synthesized: {said[-1] if said else 'no reason was given'}"
        raise UnreadableError(title, fix=f"{fix}, with X2BEE_CUSTOMER={customer} X2BEE_ENV={environment}")
