"""Programs built from pinned Go modules: one wrapper module per folder of `tools/`, cached outside the repository."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from conformance.processes import run_group

TOOLS = Path(__file__).parent / "tools"
FLAGS = ("-trimpath", "-buildvcs=false", "-mod=readonly", "-tags=grpcnotrace", "-gcflags=all=-dwarf=false")
INSTALL_GO = "install Go 1.26 or newer and put `go` on the PATH"


class CannotBuildError(RuntimeError):
    """Said in one line; the suite goes on without the program."""


def cache_folder() -> Path:
    """Where built programs and made schemas are kept."""
    default = Path.home() / ".cache" / "x2bee-constructs" / "conformance"
    return Path(os.environ.get("X2BEE_CONFORMANCE_CACHE") or default).expanduser().resolve()


@dataclass(frozen=True, slots=True)
class Tool:
    """One folder of `tools/`: its `tool` lines are what is built, its `require` lines the version.

    A comment on a `tool` line is what to know of that version.
    """

    name: str
    folder: Path
    packages: tuple[str, ...]
    version: str
    remark: str = ""

    @classmethod
    def read(cls, folder: Path) -> Tool:
        """From the folder's go.mod."""
        text = (folder / "go.mod").read_text(encoding="utf-8")
        blocks = re.findall(r"^tool \(\n(.*?)^\)", text, re.MULTILINE | re.DOTALL)
        packages = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
        alone = re.findall(r"^tool ([^(\s]+)(?: // (.+))?$", text, re.MULTILINE)
        packages += [package for package, _ in alone]
        if not packages:
            raise ValueError(f"{folder / 'go.mod'} has no `tool` line, so there is nothing to build")
        required = re.findall(r"^(?:require )?\s*([\w.\-/]+) (v\S+)", text, re.MULTILINE)
        modules = {m: v for m, v in required if packages[0] == m or packages[0].startswith(m + "/")}
        remark = "; ".join(said for _, said in alone if said)
        return cls(folder.name, folder, tuple(packages), modules[max(modules, key=len)], remark)

    @property
    def shown(self) -> str:
        """The version as people read it."""
        return f"{self.version} ({self.remark})" if self.remark else self.version

    @property
    def binaries(self) -> tuple[str, ...]:
        """The names `go build` gives: a package's last element that is not a major version."""
        parts = [[part for part in path.split("/") if not re.fullmatch(r"v\d+", part)] for path in self.packages]
        return tuple(path[-1] for path in parts)

    @property
    def ldflags(self) -> str:
        """Stripped; programs that cannot know it otherwise are told which version they are."""
        stamps: dict[str, str] = {}
        if self.packages[0].startswith("k8s.io/kubernetes/"):
            major, minor = self.version.removeprefix("v").split(".")[:2]
            pairs = {"gitVersion": self.version, "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
            stamps = {f"k8s.io/component-base/version.{key}": value for key, value in pairs.items()}
        elif self.packages[0].startswith("helm.sh/helm/v3/"):
            stamps = {"helm.sh/helm/v3/internal/version.version": self.version}
        elif self.packages[0].startswith("istio.io/istio/"):
            stamps = {"istio.io/istio/pkg/version.buildVersion": self.version.removeprefix("v")}
        return "-s -w" + "".join(f" -X {key}={value}" for key, value in stamps.items())

    @property
    def experiments(self) -> str:
        """What of Go itself must be asked for: Trivy reads JSON with a package that is not in Go's promise yet."""
        return "jsonv2" if self.packages[0].startswith("github.com/aquasecurity/trivy/") else ""

    def key(self, go: str) -> str:
        """Changes with the pins, the Go version and the flags, and with nothing else."""
        parts = [
            go,
            *FLAGS,
            self.ldflags,
            *filter(None, [self.experiments]),
            *((self.folder / n).read_text() for n in ("go.mod", "go.sum")),
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def tools() -> dict[str, Tool]:
    """Every pinned tool by name."""
    return {p.parent.name: Tool.read(p.parent) for p in sorted(TOOLS.glob("*/go.mod"))}


def go_version() -> str:
    """`go version`, or CannotBuildError."""
    if shutil.which("go") is None:
        raise CannotBuildError(INSTALL_GO)
    return subprocess.run(["go", "version"], check=True, capture_output=True, text=True).stdout.strip()


def place(tool: Tool, go: str) -> Path:
    """Where this very build of the tool is kept."""
    return cache_folder() / "bin" / f"{tool.name}-{tool.version}-{tool.key(go)}"


def is_built(tool: Tool) -> bool:
    """Whether the cache has it."""
    return shutil.which("go") is not None and (place(tool, go_version()) / "build.json").exists()


def build(tool: Tool, seconds: float = 1500) -> tuple[dict[str, Path], dict[str, str | float]]:
    """The tool's programs by name, built if the cache has none, and what the build was like."""
    go = go_version()
    final = place(tool, go)
    cached = is_built(tool)
    if not cached:
        _build_into(tool, go, final, seconds)
    facts = json.loads((final / "build.json").read_text())
    return {name: final / name for name in tool.binaries}, {**facts, "cached": str(cached).lower()}


def _build_into(tool: Tool, go: str, final: Path, seconds: float) -> None:
    draft = final.with_name(f".{final.name}-{os.getpid()}")
    draft.mkdir(parents=True)
    # `auto`: a module that asks for a newer Go gets it as a module of its own.
    environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "", "GOWORK": "off", "GOTOOLCHAIN": "auto"}
    environment |= {"GOEXPERIMENT": tool.experiments} if tool.experiments else {}
    command = ["go", "build", *FLAGS, f"-ldflags={tool.ldflags}", "-o", f"{draft}/", *tool.packages]
    print(f"conformance: building {tool.name} {tool.version} (kept for next time) …", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        code, said = run_group(command, tool.folder, environment, seconds)
        if code:
            raise CannotBuildError(f"go build of {tool.name} failed: {' / '.join(said.splitlines()[-3:])}")
        took = round(time.monotonic() - started, 1)
        (draft / "build.json").write_text(json.dumps({"version": tool.version, "go": go, "seconds": took}))
        shutil.rmtree(final, ignore_errors=True)
        draft.rename(final)
    except subprocess.TimeoutExpired as late:
        raise CannotBuildError(f"go build of {tool.name} took more than {seconds:.0f} s") from late
    finally:
        shutil.rmtree(draft, ignore_errors=True)
