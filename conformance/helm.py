"""`python -m conformance.helm PLAIN CHARTS WHOLE`: the real Helm gives the same objects as the plain YAML.

PLAIN is what cdk8s wrote, CHARTS the charts that `x2bee helm` made of it, WHOLE what `cdk8s synth --format helm` wrote.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from conformance import builds, yamls
from conformance.manifests import load
from conformance.objects import part

Key = tuple[str, str, str, str]
OTHER_TAG = "9.9.9"


def main(argv: Sequence[str] | None = None) -> int:
    """0 all the same; 1 something differs or was not refused; 2 wrong use, or Helm cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m conformance.helm", description=__doc__)
    for name in ("plain", "charts", "whole"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args(argv)
    if not all(folder.is_dir() for folder in (args.plain, args.charts, args.whole)):
        print("conformance.helm: three folders: plain manifests, their charts, and cdk8s' own chart", file=sys.stderr)
        return 2
    try:
        programs, _ = builds.build(builds.tools()["helm"])
    except builds.CannotBuildError as error:
        print(f"conformance.helm: {error}", file=sys.stderr)
        return 2
    helm = Helm(programs["helm"])
    found = [*_each(helm, args.plain, args.charts), *_whole(helm, args.plain, args.whole)]
    print("\n".join(found) or "nothing differs")
    return int(bool(found))


class Helm:
    """The program."""

    def __init__(self, program: Path) -> None:
        self._program = program

    def run(self, *arguments: str) -> tuple[int, str]:
        """Its exit code, and what it said."""
        done = subprocess.run(
            [str(self._program), *arguments], capture_output=True, text=True, check=False, timeout=120
        )
        return done.returncode, done.stdout if done.returncode == 0 else done.stderr.strip()

    def objects(self, chart: Path, *settings: str) -> dict[Key, Any]:
        """What a release of the chart would apply."""
        code, said = self.run("template", "release", str(chart), *settings)
        if code:
            raise RuntimeError(f"{chart.name}: {said}")
        return _by_key(yamls.parse(text, "what Helm wrote") for text in yamls.documents(said))


def _by_key(bodies: Iterator[Any]) -> dict[Key, Any]:
    return {_key(body): body for body in bodies if body}


def _key(body: Any) -> Key:
    meta = part(body, "metadata")
    return str(body["apiVersion"]), str(body["kind"]), str(meta.get("namespace", "")), str(meta["name"])


def _plain(folder: Path) -> dict[Key, Any]:
    return _by_key(iter(m.body for m in load(folder)))


def _each(helm: Helm, plain: Path, charts: Path) -> Iterator[str]:
    """A chart for each application: linted, the same objects, and a tag that is a value."""
    names = sorted(folder.name for folder in plain.iterdir() if folder.is_dir())
    if names != sorted(folder.name for folder in charts.iterdir()):
        yield "there is not a chart for each application"
        return
    for name in names:
        code, said = helm.run("lint", "--strict", "--quiet", str(charts / name))
        if code:
            yield f"{name}: helm lint: {said}"
        yield from _differences(name, _plain(plain / name), helm.objects(charts / name))
        yield from _tags(helm, charts / name)
    print(f"{len(names)} charts: linted, the same objects, tags by value")


def _tags(helm: Helm, chart: Path) -> Iterator[str]:
    values = yamls.parse((chart / "values.yaml").read_text(), "values")["images"]
    for key in values:
        before, after = helm.objects(chart), helm.objects(chart, "--set-string", f"images.{key}={OTHER_TAG}")
        moved = [one for one in before if before[one] != after[one]]
        if not moved or any(f":{OTHER_TAG}" not in str(after[one]) for one in moved):
            yield f"{chart.name}: images.{key} moves {moved or 'nothing'}"
        named = [one for one in moved if _version(before[one]) == values[key] != OTHER_TAG]
        if any(_version(after[one]) != OTHER_TAG for one in named):
            yield f"{chart.name}: images.{key} leaves the label version as it was"
    if helm.run("template", "release", str(chart), "--set-string", "images.nobodys=1")[0] == 0:
        yield f"{chart.name}: a tag of no image is not refused"


def _version(body: Any) -> Any:
    """What the label of its pods says, if it has pods."""
    return part(body, "spec", "template", "metadata", "labels").get("version")


def _whole(helm: Helm, plain: Path, whole: Path) -> Iterator[str]:
    """What the CLI writes: one chart with everything."""
    code, said = helm.run("lint", "--quiet", str(whole))
    if code:
        yield f"{whole.name}: helm lint: {said}"
    made = helm.objects(whole)
    yield from _differences(whole.name, _plain(plain), made)
    print(f"cdk8s synth --format helm: {len(made)} objects")


def _differences(name: str, wanted: dict[Key, Any], made: dict[Key, Any]) -> Iterator[str]:
    for key in sorted({*wanted, *made}):
        if wanted.get(key) != made.get(key):
            yield f"{name}: {'/'.join(key)} differs"


if __name__ == "__main__":
    sys.exit(main())
