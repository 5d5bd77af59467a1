"""What a machine does when it is new, run against a machine that is only looked like."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from tests.hosts.made import GITLAB
from x2bee_constructs import Site
from x2bee_constructs.hosts.gitlab_rb import gitlab_rb
from x2bee_constructs.hosts.props import GitlabHostProps
from x2bee_constructs.hosts.user_data import user_data

VOLUME = "vol-0123456789abcdef0"
SHARED: Mapping[str, str | Sequence[str]] = {
    "REGION": "ap-northeast-2",
    "VOLUME": VOLUME,
    "CERTIFICATES": "https://example.com/bundle.pem",
    "LOG_GROUP": "/x2bee/acme/prd/hosts/x",
    "LOG_FILES": ["/data/logs/a.log"],
    "IMAGE": "docker.io/example/tool:1",
}
TOLD: Mapping[str, Mapping[str, str | Sequence[str]]] = {
    "gitlab": {
        **SHARED,
        "NAME": "gitlab",
        "SECRETS_PATH": "x2bee/acme/prd/gitlab",
        "SECRETS": ["database", "root"],
        "HOST": "x2bee-acme-prd-gitlab",
        "BACKUP_AT": "17:00:00",
        "GITLAB_RB": "external_url 'https://gitlab.acme-shop.co.kr'\ndollar = '$HOME `id`'",
    },
    "nexus": {
        **SHARED,
        "NAME": "nexus",
        "SECRETS_PATH": "x2bee/acme/prd/nexus",
        "SECRETS": ["admin", "database", "key"],
        "HEAP_MIB": "4096",
        "JDBC_URL": "jdbc:postgresql://db.example:5432/nexus?sslmode=verify-full&sslrootcert=/etc/x2bee/rds.pem",
    },
}

STUB = """#!/bin/bash
echo "${0##*/} $*" >> "$CALLS"
"""
ATTACHES = (
    STUB
    + """
case "$1 $2" in
  "ec2 attach-volume")
    mkdir -p "$ROOT/dev/disk/by-id"
    : > "$ROOT/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0" ;;
  "secretsmanager get-secret-value")
    name=$4; kept="$ROOT/../secrets/${name##*/}"; error=ResourceNotFoundException
    if [ -e "$kept.refused" ]; then error=AccessDeniedException
    elif [ -e "$kept" ]; then exec cat "$kept"; fi
    echo "An error occurred ($error) when calling the GetSecretValue operation: no" >&2
    exit 254 ;;
  "secretsmanager put-secret-value") cp "${6#file://}" "$ROOT/../secrets/keys" ;;
esac
"""
)
NEW_VOLUME = STUB + '[ -e "$ROOT/../formatted" ]\n'
FORMATS = STUB + ': > "$ROOT/../formatted"\n'
MOUNTED = STUB + '[ -e "$ROOT/../mounted" ]\n'
MOUNTS = STUB + ': > "$ROOT/../mounted"\n'
SERVES = STUB + "echo something\n"


class Run(Protocol):
    """Runs a script on the machine, which ends with that status, and gives what it called."""

    def __call__(self, text: str, ends: int = 0) -> list[str]: ...


@pytest.fixture
def machine(tmp_path: Path) -> Run:
    """Runs a tool's script, and gives what it called: every program of the machine is a stub that remembers."""
    root, programs, secrets = (tmp_path / name for name in ("root", "bin", "secrets"))
    for folder in (root / "etc", programs, secrets):
        folder.mkdir(parents=True)
    for name, text in {
        "aws": ATTACHES,
        "blkid": NEW_VOLUME,
        "chown": STUB,
        "curl": SERVES,
        "dnf": STUB,
        "mkfs.xfs": FORMATS,
        "mount": MOUNTS,
        "mountpoint": MOUNTED,
        "systemctl": STUB,
        "xfs_growfs": STUB,
        "docker": STUB,
    }.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    agent = "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
    (programs / "agent").write_text(STUB, encoding="utf-8")
    (programs / "agent").chmod(0o755)

    def run(text: str, ends: int = 0) -> list[str]:
        calls = tmp_path / "calls"
        calls.write_text("", encoding="utf-8")
        environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "ROOT": str(root), "CALLS": str(calls)}
        script = text.replace(agent, str(programs / "agent"))
        done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == ends, done.stderr
        return calls.read_text(encoding="utf-8").splitlines()

    return run


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mode & 0o777, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("tool", ["gitlab", "nexus"])
def test_a_second_run_changes_nothing(machine: Run, tmp_path: Path, tool: str) -> None:
    text = user_data(tool, TOLD[tool])  # pyright: ignore[reportArgumentType]
    first = machine(text)
    assert any(call.startswith("mkfs.xfs ") for call in first)
    assert any(f"attach-volume --volume-id {VOLUME}" in call for call in first)
    there = files(tmp_path / "root")
    second = machine(text)
    assert files(tmp_path / "root") == there
    changing = ("mkfs.xfs", "mount ", "aws ec2")
    assert not [call for call in second if call.startswith(changing)]


def test_a_volume_with_data_is_never_formatted(machine: Run, tmp_path: Path) -> None:
    (tmp_path / "formatted").touch()
    calls = machine(user_data("gitlab", TOLD["gitlab"]))
    assert not [call for call in calls if call.startswith("mkfs")]
    assert [call for call in calls if call.startswith("xfs_growfs")]


def test_configuration_and_keys_are_for_root_alone_and_the_text_is_not_read_by_the_shell(
    machine: Run, tmp_path: Path
) -> None:
    (tmp_path / "secrets" / "keys").write_text('{"kept": 1}', encoding="utf-8")
    machine(user_data("gitlab", TOLD["gitlab"]))
    config = tmp_path / "root" / "data" / "config"
    assert (config / "gitlab.rb").read_text(encoding="utf-8") == f"{TOLD['gitlab']['GITLAB_RB']}\n"
    assert (config / "gitlab.rb").stat().st_mode & 0o777 == 0o600
    assert json.loads((config / "gitlab-secrets.json").read_text(encoding="utf-8")) == {"kept": 1}
    assert (config / "gitlab-secrets.json").stat().st_mode & 0o777 == 0o600


def test_keys_that_are_there_are_not_overwritten(machine: Run, tmp_path: Path) -> None:
    config = tmp_path / "root" / "data" / "config"
    config.mkdir(parents=True)
    (config / "gitlab-secrets.json").write_text('{"newer": 2}', encoding="utf-8")
    (tmp_path / "secrets" / "keys").write_text('{"kept": 1}', encoding="utf-8")
    machine(user_data("gitlab", TOLD["gitlab"]))
    assert json.loads((config / "gitlab-secrets.json").read_text(encoding="utf-8")) == {"newer": 2}


def test_a_machine_without_kept_keys_starts_without_them(machine: Run, tmp_path: Path) -> None:
    machine(user_data("gitlab", TOLD["gitlab"]))
    assert not (tmp_path / "root" / "data" / "config" / "gitlab-secrets.json").exists()


def test_a_machine_that_cannot_ask_for_the_kept_keys_does_not_start_without_them(machine: Run, tmp_path: Path) -> None:
    (tmp_path / "secrets" / "keys").write_text('{"kept": 1}', encoding="utf-8")
    (tmp_path / "secrets" / "keys.refused").touch()
    calls = machine(user_data("gitlab", TOLD["gitlab"]), ends=1)
    assert not (tmp_path / "root" / "data" / "config" / "gitlab-secrets.json").exists()
    assert not [call for call in calls if call.startswith("systemctl restart")]


def test_a_backup_that_cannot_ask_for_the_kept_keys_leaves_them_and_tells(machine: Run, tmp_path: Path) -> None:
    machine(user_data("gitlab", TOLD["gitlab"]))
    (tmp_path / "root" / "data" / "config" / "gitlab-secrets.json").write_text('{"made": 3}', encoding="utf-8")
    (tmp_path / "secrets" / "keys").write_text('{"kept": 1}', encoding="utf-8")
    (tmp_path / "secrets" / "keys.refused").touch()
    backup = (tmp_path / "root" / "usr/local/sbin/x2bee-backup").read_text(encoding="utf-8")
    calls = machine(backup, ends=1)
    assert json.loads((tmp_path / "secrets" / "keys").read_text(encoding="utf-8")) == {"kept": 1}
    assert "docker exec gitlab gitlab-backup create STRATEGY=copy CRON=1" in calls, "the archive is made all the same"
    assert any("--metric-name BackupFailed --value 1 " in call for call in calls)


def test_the_backup_keeps_the_keys_and_tells_when_it_failed(machine: Run, tmp_path: Path) -> None:
    machine(user_data("gitlab", TOLD["gitlab"]))
    keys = tmp_path / "root" / "data" / "config" / "gitlab-secrets.json"
    keys.write_text('{"made": 3}', encoding="utf-8")
    backup = (tmp_path / "root" / "usr/local/sbin/x2bee-backup").read_text(encoding="utf-8")
    calls = machine(backup)
    assert json.loads((tmp_path / "secrets" / "keys").read_text(encoding="utf-8")) == {"made": 3}
    assert "docker exec gitlab gitlab-backup create STRATEGY=copy CRON=1" in calls
    assert any("--metric-name BackupFailed --value 0 --dimensions Host=x2bee-acme-prd-gitlab" in call for call in calls)
    assert not [call for call in machine(backup) if "put-secret-value" in call], "the same keys are not written again"


def test_secrets_are_read_into_memory_before_each_start(machine: Run, tmp_path: Path) -> None:
    for name in ("admin", "database", "key"):
        said = json.dumps({"username": name, "password": f"of-{name}"})
        (tmp_path / "secrets" / name).write_text(said, encoding="utf-8")
    machine(user_data("nexus", TOLD["nexus"]))
    root = tmp_path / "root"
    # systemd reads a unit's drop-ins behind it, and runs what comes before the start in the order in which it read it.
    system = root / "etc/systemd/system"
    read = [system / "nexus.service", *sorted((system / "nexus.service.d").iterdir())]
    units = [re.findall(r"^ExecStartPre=(.*)$", one.read_text(encoding="utf-8"), re.MULTILINE) for one in read]
    secrets, away, environment = (line for lines in units for line in lines)
    assert secrets == "/usr/local/sbin/x2bee-secrets"
    assert away == "-/usr/bin/docker rm --force nexus", "written once, by whoever writes units"
    assert environment == "/usr/local/sbin/x2bee-environment"
    for name in ("x2bee-secrets", "x2bee-environment"):
        machine((root / "usr/local/sbin" / name).read_text(encoding="utf-8"))
    variables = (root / "run/x2bee/environment").read_text(encoding="utf-8").splitlines()
    assert "NEXUS_DATASTORE_NEXUS_PASSWORD=of-database" in variables
    assert "NEXUS_SECURITY_INITIAL_PASSWORD=of-admin" in variables
    key = json.loads((root / "run/x2bee/key.json").read_text(encoding="utf-8"))
    assert key == {"active": "x2bee", "keys": [{"id": "x2bee", "key": "of-key"}]}
    assert (root / "run/x2bee/environment").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("tool", ["gitlab", "nexus"])
def test_the_tool_has_the_machines_network_so_that_one_hop_is_enough(machine: Run, tmp_path: Path, tool: str) -> None:
    machine(user_data(tool, TOLD[tool]))  # pyright: ignore[reportArgumentType]
    unit = (tmp_path / "root" / f"etc/systemd/system/{tool}.service").read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert "--network host" in start
    assert start.endswith(" docker.io/example/tool:1")
    assert "RequiresMountsFor=/data" in unit


def test_the_agents_configuration_is_json_with_every_log(machine: Run, tmp_path: Path) -> None:
    machine(user_data("gitlab", TOLD["gitlab"]))
    said = json.loads((tmp_path / "root/opt/aws/amazon-cloudwatch-agent/etc/x2bee.json").read_text(encoding="utf-8"))
    collected = said["logs"]["logs_collected"]["files"]["collect_list"]
    assert [one["file_path"] for one in collected] == ["/var/log/cloud-init-output.log", "/data/logs/a.log"]
    assert said["metrics"]["append_dimensions"] == {"AutoScalingGroupName": "${aws:AutoScalingGroupName}"}


def test_user_data_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="user data may have at most"):
        user_data("gitlab", {**TOLD["gitlab"], "GITLAB_RB": "x" * 20_000})


@pytest.mark.skipif(shutil.which("ruby") is None, reason="no ruby here")
def test_ruby_reads_gitlabs_configuration(tmp_path: Path) -> None:
    props = GitlabHostProps.model_validate(GITLAB)
    (tmp_path / "gitlab.rb").write_text(gitlab_rb(Site("acme", "prd"), props, "db.example"), encoding="utf-8")
    done = subprocess.run(["ruby", "-c", "gitlab.rb"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_gitlabs_configuration_says_where_everything_is() -> None:
    sso = {"issuer": "https://login.acme-shop.co.kr/realms/acme", "client_id": "gitlab", "label": "acme"}
    props = GitlabHostProps.model_validate({**GITLAB, "spec": {"sso": sso}})
    text = gitlab_rb(Site("acme", "prd"), props, "db.example")
    for line in (
        "external_url 'https://gitlab.acme-shop.co.kr'",
        "gitlab_rails['db_host'] = 'db.example'",
        "gitlab_rails['db_sslmode'] = 'verify-full'",
        "gitlab_rails['object_store']['objects']['lfs']['bucket'] = 'x2bee-acme-prd-gitlab-lfs-111122223333'",
        "gitlab_rails['object_store']['objects']['terraform_state']['enabled'] = false",
        "gitlab_rails['trusted_proxies'] = ['10.20.96.0/24', '10.20.97.0/24', '10.20.98.0/24']",
        "registry['enable'] = false",
        "nginx['listen_port'] = 80",
        "nginx['listen_https'] = false",
        "gitlab_rails['omniauth_block_auto_created_users'] = true",
    ):
        assert line in text.splitlines()
    assert "password'] = said.(" in text, "no password stands in the file"
    assert "omniauth" not in gitlab_rb(Site("acme", "prd"), GitlabHostProps.model_validate(GITLAB), "db.example")
    open_ = gitlab_rb(
        Site("acme", "prd"), GitlabHostProps.model_validate({**GITLAB, "spec": {"sso": {**sso, "approve": False}}}), "x"
    )
    assert "gitlab_rails['omniauth_block_auto_created_users'] = false" in open_
