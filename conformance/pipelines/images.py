"""`python -m conformance.pipelines.images`: a generated pipeline's image steps, run by the programs that they name.

BuildKit builds, Trivy lists and scans, crane pushes to a registry, cosign signs with a key of an emulated KMS; all on
this machine. The lines are those of `x2bee_constructs.pipelines.steps`, unchanged. Exit codes: 0 all holds, 1 something
does not, 2 a program cannot be had.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from conformance import builds
from conformance.emulator import environment
from conformance.emulator.aws import Boto
from conformance.emulator.server import Server
from conformance.pipelines.__main__ import platforms_of
from conformance.processes import Processes, free_ports, in_time, tail
from x2bee_constructs.pipelines.props import PipelineProps, Target
from x2bee_constructs.pipelines.steps import copy_lines, image_lines, look_lines, try_lines
from x2bee_constructs.platform.pipelines import pipelines

_SECONDS = 2400
_TOOLS = ("buildkit", "cosign", "crane", "ecr-login", "trivy")
_IMAGES = Path(__file__).parents[2] / "images"
_OWN = ("cronicle", "fluentd", "scouter-agent", "scouter-collector")
_APPLETS = ("cat", "gzip", "mkdir", "sh", "sha256sum", "tar")
_USERS = "root:x:0:0::/:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n"
_IMAGE = "x2bee-api-order"
_BUSYBOX = Path("/bin/busybox")
_BUILD = Path("build", "images")
_SAID = _BUILD / "said.log"
_COMMIT = "0123456789abcdef0123456789abcdef01234567"
_TAG = _COMMIT[:12]

_DOCKERFILE = """\
FROM {base}
COPY program /opt/program
RUN echo built > /opt/built
USER 10001
ENTRYPOINT ["/bin/busybox", "cat", "/opt/program"]
"""

# Written in two parts, so that this file itself is not what scanners of sources look for.
_SECRET = "-----BEGIN RSA PRIVATE" + " KEY-----\n" + "MIIEow" + "A" * 58 + "\n" + "-----END RSA PRIVATE" + " KEY-----\n"


def main() -> int:
    """Have the programs, start registry and KMS, and try what must hold."""
    missing = [] if shutil.which("runc") else ["runc"]
    missing += [] if _BUSYBOX.exists() else ["busybox-static"]
    if missing or os.geteuid():
        what = f"install Debian's {' and '.join(missing)}" if missing else "BuildKit needs root here"
        print(f"conformance.pipelines.images: {what}", file=sys.stderr)
        return 2
    try:
        programs = {name: path for tool in _TOOLS for name, path in builds.build(builds.tools()[tool])[0].items()}
        script = _daemonless()
    except builds.CannotBuildError as error:
        print(f"conformance.pipelines.images: {error}", file=sys.stderr)
        return 2
    python = environment.make(Path("build", "emulator").resolve())
    environment.use(Path("build", "emulator").resolve())
    _BUILD.mkdir(parents=True, exist_ok=True)
    with in_time(_SECONDS), tempfile.TemporaryDirectory(dir=_BUILD) as folder, Processes(Path(folder).resolve()) as run:
        here = Place(Path(folder).resolve(), {**programs, script.name: script}, run, python)
        held = all(_holds(name, holds, here) for name, holds in TRIED.items())  # each stands on those before it
    return 0 if held else 1


def _holds(name: str, holds: Callable[[Place], None], here: Place) -> bool:
    started = time.monotonic()
    try:
        holds(here)
    except (AssertionError, KeyError, OSError, ValueError) as error:
        print(f"FAILED  {name}: {error!r}; what the programs said is in {_SAID}", flush=True)
        return False
    print(f"holds   {name} ({time.monotonic() - started:.1f} s)", flush=True)
    return True


class Place:
    """Registry, KMS, programs on a PATH, and a project with a Dockerfile."""

    def __init__(self, home: Path, programs: dict[str, Path], run: Processes, python: Path) -> None:
        self.home = home
        self.bin = home / "bin"
        self.bin.mkdir()
        for name, program in programs.items():
            shutil.copyfile(program, self.bin / name)
            (self.bin / name).chmod(0o755)
        _SAID.unlink(missing_ok=True)
        (port,) = free_ports(1)
        self.registry = f"127.0.0.1:{port}"
        run.start("registry", [str(programs["crane"]), "registry", "serve", "--address", self.registry])
        _answers(f"http://{self.registry}/v2/", home / "registry.log")
        (home / "buildkitd.toml").write_text(
            f'root = "{home}/buildkit"\n[worker.oci]\nsnapshotter = "native"\n'
            f'[registry."{self.registry}"]\nhttp = true\n'
        )
        self.platforms = platforms_of("pods", registry=self.registry)
        first = self.platforms[0]
        self.kms = Server(run, python, first.account, first.region)
        self._account = first.account
        self._region = first.region
        self.props = replace(pipelines(self.platforms)[_IMAGE], processor=_processor())
        for target in self.props.targets:
            self._key(target)
        self.base("base", {})

    def _key(self, target: Target) -> None:
        aws = Boto(self.kms.url, self._account, target.region)
        made = aws.call("kms", "create_key", KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        aws.call("kms", "create_alias", AliasName=target.key, TargetKeyId=made["KeyMetadata"]["KeyId"])

    def base(self, name: str, files: Mapping[str, Path]) -> str:
        """An image of busybox and these programs, for there is no registry to take one from."""
        layer, image = self.home / f"{name}.tar", f"{self.registry}/{name}:1"
        with tarfile.open(layer, "w") as archive:
            for path, program in {"bin/busybox": _BUSYBOX, **files}.items():
                archive.add(program.resolve(), path)
            for applet in _APPLETS:
                link = tarfile.TarInfo(f"bin/{applet}")
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                archive.addfile(link)
            for path, text in (("etc/passwd", _USERS), ("etc/group", "root:x:0:\nuser:x:1000:\n")):
                info = tarfile.TarInfo(path)
                info.size = len(text)
                archive.addfile(info, io.BytesIO(text.encode()))
        self.tool("crane", "append", "--oci-empty-base", "--new_layer", str(layer), "--new_tag", image)
        self.tool("crane", "mutate", image, "--set-platform", f"linux/{_processor()}", "--tag", image)
        return image

    def dockerfile(self, source: str, **args: str) -> PipelineProps:
        """What the pipeline of one of the package's own images is made from, with these build arguments."""
        image = f"{self.registry}/x2bee-{source}"
        first, *_ = self.props.targets
        return replace(self.props, image=f"x2bee-{source}", args=args, targets=(replace(first, image=image),))

    def source(self, source: str) -> Path:
        """A checkout of one of the package's own images."""
        folder = self.home / source
        shutil.copytree(_IMAGES / source, folder, dirs_exist_ok=True)
        return folder

    def project(self, name: str, text: str) -> Path:
        """A checkout with a Dockerfile and one file, new."""
        folder = self.home / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "Dockerfile").write_text(_DOCKERFILE.format(base=f"{self.registry}/base:1"))
        (folder / "program").write_text(text)
        return folder

    def run(self, lines: list[str], folder: Path, commit: str = _COMMIT) -> subprocess.CompletedProcess[str]:
        """The lines by a shell, with what CI gives them."""
        told = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "COMMIT": commit,
            "REGISTRY_USER": "ci",
            "REGISTRY_PASSWORD": "anything",
            "BUILDKITD_FLAGS": f"--config {self.home}/buildkitd.toml",
            # The vulnerability database is elsewhere; secrets need none.
            "TRIVY_SCANNERS": "secret",
            "TRIVY_CACHE_DIR": str(self.home / "trivy"),
            **self.aws(),
        }
        done = subprocess.run(
            ["sh", "-c", "\n".join(lines)], cwd=folder, env=told, capture_output=True, text=True, check=False
        )
        with _SAID.open("a") as words:
            words.write(f"{done.stdout}{done.stderr}\n== {done.returncode}\n")
        return done

    def aws(self) -> dict[str, str]:
        """Where the programs find KMS."""
        return {
            "AWS_ENDPOINT_URL": self.kms.url, "AWS_ACCESS_KEY_ID": self._account, "AWS_SECRET_ACCESS_KEY": "emulator",
            "AWS_REGION": self._region, "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip

    def tool(self, name: str, *arguments: str) -> str:
        """What a program says; raises AssertionError if it fails."""
        told = {"PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(self.home), **self.aws()}
        done = subprocess.run(
            [str(self.bin / name), *arguments], env=told, capture_output=True, text=True, check=False, cwd=self.home
        )
        assert done.returncode == 0, f"{name} {' '.join(arguments)}: {done.stderr.strip()[-600:]}"
        return done.stdout

    def files(self, image: str) -> dict[str, int]:
        """The modes of all files in an image, by their paths."""
        whole = self.home / "exported.tar"
        self.tool("crane", "export", image, str(whole))
        with tarfile.open(whole) as archive:
            return {one.name.removeprefix("./"): one.mode for one in archive if one.isfile()}

    def digest(self, image: str) -> str | None:
        """Of a tag; None if there is none."""
        done = subprocess.run([str(self.bin / "crane"), "digest", image], capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else None

    def verified(self, target: Target, image: str) -> bool:
        """Whether the target's key signed it, by the program's own word."""
        words = ["verify", "--key", f"awskms:///{target.key}", "--insecure-ignore-tlog=true", image]
        told = {"PATH": os.environ["PATH"], "HOME": str(self.home), **self.aws()}
        done = subprocess.run([str(self.bin / "cosign"), *words], env=told, capture_output=True, text=True, check=False)
        return done.returncode == 0


def _builds(here: Place) -> None:
    target = here.props.targets[0]
    folder = here.project("shop", "the shop\n")
    done = here.run(image_lines(here.props), folder)
    assert done.returncode == 0, done.stderr[-1500:]
    digest = here.digest(f"{target.image}:{_TAG}")
    assert digest, "there is no such tag in the registry"
    config = json.loads(here.tool("crane", "config", f"{target.image}:{_TAG}"))
    assert config["config"]["Labels"]["org.opencontainers.image.revision"] == _COMMIT, config["config"]
    assert (config["os"], config["architecture"]) == ("linux", here.props.processor), config
    listed = json.loads((folder / "sbom.cdx.json").read_text())
    assert listed["bomFormat"] == "CycloneDX", listed
    assert here.verified(target, f"{target.image}@{digest}"), "the signature is not accepted"
    assert not here.verified(here.props.targets[1], f"{target.image}@{digest}"), "another key's signature is accepted"


def _again(here: Place) -> None:
    target = here.props.targets[0]
    before = here.digest(f"{target.image}:{_TAG}")
    signed = _signatures(here, target)
    folder = here.project("shop", "another shop\n")
    done = here.run(image_lines(here.props), folder)
    assert done.returncode == 0, done.stderr[-1500:]
    assert here.digest(f"{target.image}:{_TAG}") == before, "the tag was moved"
    assert not (folder / "sbom.cdx.json").exists(), "it was built again"
    assert _signatures(here, target) == signed, "it was signed again"


def _refuses_a_secret(here: Place) -> None:
    target = here.props.targets[0]
    commit = "f" * 40
    done = here.run(image_lines(here.props), here.project("leaky", _SECRET), commit)
    assert done.returncode, "an image with a private key went through"
    said = (done.stdout + done.stderr).lower()
    found = any(words in said for words in ("private-key", "asymmetric private key"))
    assert found, f"it was refused for another reason: {done.stderr[-1500:]}"
    assert here.digest(f"{target.image}:{commit[:12]}") is None, "it was pushed all the same"


def _tries(here: Place) -> None:
    """Before a merge; with runners that cannot build, Trivy's own checks of Dockerfiles are all there is."""
    assert here.run(try_lines(here.props), here.project("tried", "the shop\n")).returncode == 0
    assert here.run(try_lines(here.props), here.project("leaky", _SECRET)).returncode
    for source in _OWN:
        done = here.run(look_lines(here.props), here.source(source))
        assert done.returncode == 0, f"{source}: {(done.stdout + done.stderr)[-1500:]}"
    assert here.run(look_lines(here.props), here.project("leaky", _SECRET)).returncode
    root = here.project("root", "the shop\n")
    (root / "Dockerfile").write_text((root / "Dockerfile").read_text().replace("USER 10001\n", ""))
    done = here.run(look_lines(here.props), root)
    assert done.returncode, "an image whose user is root went through"
    assert "root" in done.stdout, f"it was refused for another reason: {done.stderr[-1500:]}"


def _promotes(here: Place) -> None:
    source, target, _ = here.props.targets
    digest = here.digest(f"{source.image}:{_TAG}")
    done = here.run(copy_lines(here.props, source, target), here.home)
    assert done.returncode == 0, done.stderr[-1500:]
    assert here.digest(f"{target.image}:{_TAG}") == digest, "the digest is another one"
    assert here.verified(target, f"{target.image}@{digest}"), "the next environment's key has not signed it"


def _promotes_to_another_repository(here: Place) -> None:
    source, target = here.props.targets[0], _elsewhere(here)
    done = here.run(copy_lines(here.props, source, target), here.home)
    assert done.returncode == 0, done.stderr[-1500:]
    digest = here.digest(f"{source.image}:{_TAG}")
    assert here.digest(f"{target.image}:{_TAG}") == digest, "the digest is another one"
    assert here.verified(target, f"{target.image}@{digest}"), "the next environment's key has not signed it"


def _refuses_the_unsigned(here: Place) -> None:
    source, target = here.props.targets[0], _elsewhere(here)
    commit = "e" * 40
    here.tool("crane", "copy", f"{here.registry}/base:1", f"{source.image}:{commit[:12]}")
    done = here.run(copy_lines(here.props, source, target), here.home, commit)
    assert done.returncode, "an image that nobody signed was taken"
    assert "no signatures found" in done.stderr, f"it was refused for another reason: {done.stderr[-1500:]}"
    assert here.digest(f"{target.image}:{commit[:12]}") is None, "it was pushed all the same"


def _makes_the_builder(here: Place) -> None:
    """Of the very programs that build it: what the pipelines' own image is."""
    folder = here.source("builder")
    helper = folder / "ecr-login"
    shutil.copyfile(here.bin / "docker-credential-ecr-login", helper)
    known = {name: here.bin / name for name in ("cosign", "crane", "trivy")}
    args = {
        "BUILDKIT": here.base("buildkit", {"usr/bin/buildkitd": here.bin / "buildkitd"}),
        "COSIGN": here.base("cosign", {"ko-app/cosign": known["cosign"]}),
        "CRANE": here.base("crane", {"ko-app/crane": known["crane"]}),
        "TRIVY": here.base("trivy", {"usr/local/bin/trivy": known["trivy"]}),
        "ECR_LOGIN": helper.name,
    }
    wrong = here.dockerfile("builder", **args, ECR_LOGIN_SHA256="0" * 64)
    assert here.run(image_lines(wrong), folder).returncode, "a helper with another checksum went through"
    props = here.dockerfile("builder", **args, ECR_LOGIN_SHA256=_sha256(helper))
    done = here.run(image_lines(props), folder)
    assert done.returncode == 0, done.stderr[-1500:]
    image = f"{props.targets[0].image}:{_TAG}"
    assert json.loads(here.tool("crane", "config", image))["config"]["User"] == "1000:1000"
    inside = here.files(image)
    for name in (*known, "docker-credential-ecr-login"):
        mode = inside.get(f"usr/local/bin/{name}", 0)
        assert mode & 0o005 == 0o005, f"{name} cannot be run by everybody: {mode:o}"


def _makes_the_agent(here: Place) -> None:
    """Scouter's archive is not here: one with a file at the same place stands in.

    It is not scanned: Trivy asks a list of its own what each jar is, and that is elsewhere.
    """
    folder = here.source("scouter-agent")
    archive = folder / "scouter.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(_BUSYBOX, "scouter/agent.java/scouter.agent.jar")
    args = {"BASE": f"{here.registry}/base:1", "SCOUTER": archive.name}
    wrong = here.dockerfile("scouter-agent", **args, SCOUTER_SHA256="0" * 64)
    assert here.run(_unscanned(wrong), folder).returncode, "an archive with another checksum went through"
    props = here.dockerfile("scouter-agent", **args, SCOUTER_SHA256=_sha256(archive))
    done = here.run(_unscanned(props), folder)
    assert done.returncode == 0, done.stderr[-1500:]
    mode = here.files(f"{props.targets[0].image}:{_TAG}").get("scouter/scouter.agent.jar", 0)
    assert mode == 0o444, f"the agent's mode is {mode:o}"


def _unscanned(props: PipelineProps) -> list[str]:
    return [line for line in image_lines(props) if not line.startswith("  trivy ")]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _elsewhere(here: Place) -> Target:
    """Production with a repository of its own, as with ECR."""
    last = here.props.targets[2]
    return replace(last, image=f"{here.registry}/prd/{_IMAGE}")


def _signatures(here: Place, target: Target) -> int:
    """How many things are said of the image: this registry keeps them in an index whose tag is the image's digest."""
    digest = here.digest(f"{target.image}:{_TAG}") or ""
    said = json.loads(here.tool("crane", "manifest", f"{target.image}:{digest.replace(':', '-')}"))
    return len(said["manifests"])


TRIED: dict[str, Callable[[Place], None]] = {
    "an image is built without a daemon, listed, scanned, pushed and signed": _builds,
    "a second run for the same commit builds, moves and signs nothing": _again,
    "an image with a private key in it is refused, and not pushed": _refuses_a_secret,
    "before a merge an image is built and scanned, or its Dockerfile looked at": _tries,
    "a promotion signs the same digest with the next environment's key": _promotes,
    "a promotion to another repository keeps the digest": _promotes_to_another_repository,
    "what the source's key has not signed is not promoted": _refuses_the_unsigned,
    "the image that builds all others is built, and not with another helper": _makes_the_builder,
    "the image of Scouter's agent is built, and not with another archive": _makes_the_agent,
}


def _daemonless() -> Path:
    """Upstream's own script, from the source of the pinned module; raises `CannotBuildError`."""
    words = ["go", "mod", "download", "-json", "github.com/moby/buildkit"]
    told = {**os.environ, "GOFLAGS": "", "GOWORK": "off", "GOTOOLCHAIN": "auto"}
    done = subprocess.run(words, cwd=builds.TOOLS / "buildkit", env=told, capture_output=True, text=True, check=False)
    folder = json.loads(done.stdout).get("Dir", "") if done.returncode == 0 else ""
    script = Path(folder, "examples", "buildctl-daemonless", "buildctl-daemonless.sh")
    if not script.is_file():
        raise builds.CannotBuildError(f"BuildKit's source cannot be had: {done.stderr.strip()[-300:]}")
    return script


def _processor() -> str:
    return "arm64" if os.uname().machine == "aarch64" else "amd64"


def _answers(address: str, log: Path) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer:\n{tail(log)}")


if __name__ == "__main__":
    sys.exit(main())
