"""What stands in for the programs of a pipeline that need a registry, AWS or SonarQube; git is real."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["git", "log", "put_programs", "put_repository"]

# Folders stand for registries: an image is a file with its content, which is also its digest.
CRANE = """
case "$1" in
  digest) test -f "$REGISTRY/$2" && cat "$REGISTRY/$2" ;;
  push)
    mkdir -p "$(dirname "$REGISTRY/$3")"; cat "$2/index.json" > "$REGISTRY/$3"
    echo "push $AWS_PROFILE $3" >> "$LOG" ;;
  pull) mkdir -p "$4"; echo "${3#*@}" > "$4/index.json" ;;
  auth) cat > "$DOCKER_CONFIG/login"; echo "login $3 $(cat "$DOCKER_CONFIG/login")" >> "$LOG" ;;
esac
"""
BUILDCTL = """
echo "build $*" >> "$LOG"
for word in "$@"; do case "$word" in type=oci*) out="${word#*dest=}"; out="${out%,tar=false}" ;; esac; done
mkdir -p "$out"; echo "sha256:built" > "$out/index.json"
"""
COSIGN = """
for image in "$@"; do :; done
case "$1" in
  signing-config) echo '{}' > "$4" ;;
  verify) key="${3#awskms:///}"; grep -qx "$key $image" "$REGISTRY/signatures" ;;
  sign)
    test "$5" = "--signing-config" && test "$6" = "$DOCKER_CONFIG/signing.json" || exit 1
    key="${4#awskms:///}"; echo "$key $image" >> "$REGISTRY/signatures"; echo "sign $key" >> "$LOG" ;;
esac
"""
TRIVY = """echo "trivy $*" >> "$LOG"; case "$*" in *exit-code*) exit "${VULNERABLE:-0}" ;; esac"""

# A platform's repository in which `make .venv/.ready` brings a stand-in that writes what it is told.
RELEASE = """#!/bin/sh
case "$(command -v node)" in */.venv/bin/node) ;; *) echo "error: jsii finds no Node.js"; exit 1 ;; esac
if test "$1" = deliver; then
  test "$6" = --push && echo "$3 $(git rev-parse origin/main)" >> "$(git remote get-url origin)/delivered"; exit
fi
if grep -qx "$2 $3 $5" released 2>/dev/null; then
  echo "$2 is $3 in $5 already; nothing was changed"; exit 0
fi
if test "$3" = 000000000000; then echo "error: no such tag"; exit 2; fi
echo "$2 $3 $5" >> released
"""


def put_programs(folder: Path) -> None:
    """`bin` with the programs, and an empty registry. They write what they are asked to `$LOG`."""
    programs = {"crane": CRANE, "buildctl-daemonless.sh": BUILDCTL, "cosign": COSIGN, "trivy": TRIVY}
    for name, body in programs.items():
        program = folder / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}")
        program.chmod(0o755)
    (folder / "registry").mkdir()
    (folder / "registry" / "signatures").touch()


def put_repository(folder: Path) -> Path:
    """A bare repository of a platform."""
    work, bare = folder / "work", folder / "origin.git"
    work.mkdir()
    git(work, "init", "--quiet", "--initial-branch", "main")
    (work / "x2bee").write_text(RELEASE)
    (work / "x2bee").chmod(0o755)
    ready = "mkdir -p .venv/bin && cp x2bee .venv/bin/ && ln -s /bin/true .venv/bin/node && touch $@"
    (work / "Makefile").write_text(f".venv/.ready:\n\t{ready}\n")
    (work / ".gitignore").write_text(".venv/\n")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "first")
    git(folder, "clone", "--quiet", "--bare", str(work), str(bare))
    return bare


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def log(folder: Path) -> list[str]:
    path = folder / "log"
    return path.read_text().splitlines() if path.exists() else []
