"""The settings, applied to servers that keep what they are told: the second time changes nothing."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.hosts.fakes import FakeGitlab, FakeNexus, served
from tests.hosts.made import GITLAB, NEXUS, SITE
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.configure.main import main
from x2bee_constructs.hosts.configure.rest import Rest, RestError, differs, wait
from x2bee_constructs.hosts.props import GitlabHostProps, NexusHostProps
from x2bee_constructs.hosts.settings import commands
from x2bee_constructs.hosts.state import gitlab_state, nexus_state

AWS = f"""#!{sys.executable}
import hashlib, json, os, sys
from pathlib import Path
with open(os.environ["CALLS"], "a") as calls:
    print(*sys.argv[1:], file=calls)
if sys.argv[1:3] == ["secretsmanager", "put-secret-value"]:
    if os.environ.get("REFUSED"):
        sys.exit("An error occurred (AccessDeniedException)")
    assert sys.argv[6] == "file:///dev/stdin"
    Path(os.environ["SECRETS"], sys.argv[4].replace("/", "-")).write_text(sys.stdin.read())
elif sys.argv[1] == "secretsmanager" and "/gitlab-runners/" in sys.argv[4]:
    secret = Path(os.environ["SECRETS"], sys.argv[4].replace("/", "-"))
    if not secret.exists():
        sys.exit("An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation")
    print(json.dumps({{"VersionId": "1", "SecretString": secret.read_text()}}))
elif sys.argv[1] == "secretsmanager":
    secret = Path(os.environ["SECRETS"], sys.argv[4].rpartition("/")[2])
    whole = secret.with_suffix(".whole")
    text = whole.read_text() if whole.exists() else json.dumps({{"username": "x", "password": secret.read_text()}})
    print(json.dumps({{"VersionId": hashlib.sha256(text.encode()).hexdigest()[:8], "SecretString": text}}))
"""
DOCKER = """#!/bin/bash
echo "docker $*" | head -1 >> "$CALLS"
cat > "$SECRETS/token"
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine's programs as far as they are called; the folder of the secrets that they give."""
    programs, secrets = tmp_path / "bin", tmp_path / "secrets"
    programs.mkdir()
    secrets.mkdir()
    for name, text in {"aws": AWS, "docker": DOCKER}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    for name in ("admin", "builder", "ldap"):
        (secrets / name).write_text(f"of-{name}", encoding="utf-8")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("SECRETS", str(secrets))
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    return secrets


def calls(secrets: Path) -> str:
    return (secrets.parent / "calls").read_text(encoding="utf-8")


def gitlab(address: str, **said: Any) -> dict[str, Any]:
    return {**gitlab_state(SITE, GitlabHostProps.model_validate({**GITLAB, **said})), "address": address}


def nexus(address: str, **said: Any) -> dict[str, Any]:
    props = NexusHostProps.model_validate({**NEXUS, **said})
    return {**nexus_state(SITE, props), "address": address}


def test_gitlab_is_brought_into_its_state_once(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeGitlab()
    with served(fake) as address:
        state = gitlab(address, projects=["platform/tools/deploy"], branch="trunk")
        assert main(["gitlab"], state, machine.parent / "versions", seconds=5) == 0
        assert "project platform/tools/deploy" in capsys.readouterr().out
        assert main(["gitlab"], state, machine.parent / "versions", seconds=5) == 0
        assert capsys.readouterr().out == "nothing to change\n"
    assert set(fake.groups) == {"acme", "platform", "platform/tools"}
    assert fake.projects["platform/tools/deploy"]["only_allow_merge_if_pipeline_succeeds"] is False
    assert fake.projects["acme/x2bee-fo"]["only_allow_merge_if_pipeline_succeeds"] is True
    protected = fake.branches["acme/x2bee-fo", "trunk"]
    assert protected["merge_access_levels"] == [{"access_level": 30}]
    assert protected["allow_force_push"] is False
    assert fake.settings["signup_enabled"] is False
    assert fake.revoked == 2, "the token is taken back"
    assert "SettingsFailed --value 0 --dimensions Host=x2bee-acme-prd-gitlab" in calls(machine)


def test_what_somebody_changed_by_hand_in_gitlab_is_put_right(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeGitlab()
    with served(fake) as address:
        state = gitlab(address)
        main(["gitlab"], state, machine.parent / "versions", seconds=5)
        fake.branches["acme/x2bee-fo", "main"]["allow_force_push"] = True
        fake.projects["acme/x2bee-fo"]["visibility"] = "public"
        fake.projects["acme/other"] = {"visibility": "public"}
        capsys.readouterr()
        assert main(["gitlab"], state, machine.parent / "versions", seconds=5) == 0
    assert fake.branches["acme/x2bee-fo", "main"]["allow_force_push"] is False
    assert fake.projects["acme/x2bee-fo"]["visibility"] == "private"
    assert fake.projects["acme/other"] == {"visibility": "public"}, "what is not named is nobody's"
    assert "platform/deploy" not in capsys.readouterr().out


def test_the_token_reaches_gitlab_by_its_input_and_stands_in_no_command(machine: Path) -> None:
    with served(FakeGitlab()) as address:
        main(["gitlab"], gitlab(address), machine.parent / "versions", seconds=5)
    token = (machine / "token").read_text(encoding="utf-8")
    assert len(token) == 20
    assert token not in calls(machine)


LDAP = {
    "host": "ldap.acme-shop.co.kr",
    "base_dn": "dc=acme,dc=example",
    "bind_dn": "cn=nexus,dc=acme,dc=example",
    "administrators": "platform",
    "readers": "developers",
}
PROXIES = {
    "maven-outside": {"format": "maven2", "url": "https://maven.example.com/releases/"},
    "npm-outside": {"format": "npm", "url": "https://npm.example.com/"},
}


def test_nexus_is_brought_into_its_state_once(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeNexus("of-admin")
    spec = {"eula": "accepted", "sso": LDAP, "proxies": PROXIES, "unused_days": 90}
    with served(fake) as address:
        state = nexus(address, spec=spec, open_images=True)
        assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
        assert "agreement" in capsys.readouterr().out
        for thing in fake.things.values():  # as Nexus answers
            storage = thing.get("storage", {})
            if "writePolicy" in storage:
                storage["writePolicy"] = str(storage["writePolicy"]).upper()
        assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
        assert capsys.readouterr().out == "nothing to change\n"
    assert fake.eula["accepted"] is True
    assert fake.once["security/anonymous"]["enabled"] is True
    assert {"DockerToken", "LdapRealm"} <= set(fake.once["security/realms/active"])
    docker = fake.things["repositories/docker/hosted/images"]
    assert docker["docker"] == {"v1Enabled": False, "forceBasicAuth": False, "pathEnabled": True}
    assert docker["storage"]["writePolicy"] == "ALLOW_ONCE"
    assert fake.things["repositories/maven/group/maven"]["group"]["memberNames"] == [
        "maven-releases",
        "maven-snapshots",
        "maven-outside",
    ]
    assert {one["criteriaLastDownloaded"] for one in fake.policies} == {90}
    assert fake.things["security/roles/platform"]["roles"] == ["nx-admin"]
    assert "nx-repository-view-*-*-read" in fake.things["security/roles/developers"]["privileges"]
    assert fake.things["security/ldap/company"]["authPassword"] == "of-ldap"
    bucket = fake.things["blobstores/s3/s3"]["bucketConfiguration"]["bucket"]
    assert bucket == {"region": "ap-northeast-2", "name": "x2bee-acme-prd-nexus-blobs-111122223333", "prefix": ""}
    assert fake.passwords["builder"] == "of-builder"


def test_the_names_that_nobody_else_may_take_are_those_that_are_made() -> None:
    state = nexus("", spec={"eula": "accepted"})
    made = [(one["said"]["name"], one["kind"].split("/")[1]) for one in state["repositories"]]
    assert made == [*((name, "hosted") for name in names.HOSTED), *((name, "group") for name in names.GROUPS)]
    for name in (*names.HOSTED, *names.GROUPS):
        with pytest.raises(ValidationError, match="own"):
            nexus("", spec={"eula": "accepted", "proxies": {name: PROXIES["npm-outside"]}})


def test_nobody_reads_nexus_without_a_login_unless_nodes_must(machine: Path) -> None:
    fake = FakeNexus("of-admin")
    with served(fake) as address:
        assert main(["nexus"], nexus(address), machine.parent / "versions", seconds=5) == 0
    assert fake.once["security/anonymous"]["enabled"] is False
    assert "DockerToken" not in fake.once["security/realms/active"]
    assert fake.things["repositories/docker/hosted/images"]["docker"]["forceBasicAuth"] is True


def test_a_new_password_of_the_builder_is_set_and_a_role_put_right(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeNexus("of-admin")
    with served(fake) as address:
        state = nexus(address)
        main(["nexus"], state, machine.parent / "versions", seconds=5)
        (machine / "builder").write_text("newer", encoding="utf-8")
        fake.users["builder"]["roles"] = ["nx-admin"]
        fake.users["builder-two"] = {"userId": "builder-two"}
        capsys.readouterr()
        assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
        assert capsys.readouterr().out.splitlines() == ["user builder", "password of builder"]
    assert fake.passwords["builder"] == "newer"
    assert fake.users["builder"]["roles"] == ["x2bee-builder"]


def test_a_new_password_for_the_directory_is_set_and_the_old_one_not_again(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeNexus("of-admin")
    with served(fake) as address:
        state = nexus(address, spec={"eula": "accepted", "sso": LDAP})
        main(["nexus"], state, machine.parent / "versions", seconds=5)
        (machine / "ldap").write_text("newer", encoding="utf-8")
        capsys.readouterr()
        assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
        assert capsys.readouterr().out == "directory company\n"
        assert fake.things["security/ldap/company"]["authPassword"] == "newer"
        assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
        assert capsys.readouterr().out == "nothing to change\n"
    assert "newer" not in (machine.parent / "versions").read_text(encoding="utf-8")


def test_a_machine_that_knows_of_no_password_sets_it(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(FakeNexus("of-admin")) as address:
        state = nexus(address, spec={"eula": "accepted", "sso": LDAP})
        main(["nexus"], state, machine.parent / "versions", seconds=5)
        for broken in (b"", b"[1]", b"\xff"):
            (machine.parent / "versions").write_bytes(broken)
            capsys.readouterr()
            assert main(["nexus"], state, machine.parent / "versions", seconds=5) == 0
            assert capsys.readouterr().out == "directory company\n"


def test_a_wrong_password_of_the_administrator_is_told(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(FakeNexus("another")) as address:
        assert main(["nexus"], nexus(address), machine.parent / "versions", seconds=5) == 1
    assert "was answered 401" in capsys.readouterr().err
    assert "SettingsFailed --value 1 --dimensions Host=x2bee-acme-prd-nexus" in calls(machine)


@pytest.mark.parametrize("secret", ["not json", '"text"', '["list"]', '{"user": "x"}', "3"])
def test_a_secret_of_another_form_is_told_and_counted(
    machine: Path, capsys: pytest.CaptureFixture[str], secret: str
) -> None:
    (machine / "builder.whole").write_text(secret, encoding="utf-8")
    with served(FakeNexus("of-admin")) as address:
        assert main(["nexus"], nexus(address), machine.parent / "versions", seconds=5) == 1
    assert capsys.readouterr().err == (
        'ValueError: x2bee/acme/prd/nexus/builder is not {"password": "…"}: put such a value into it\n'
    )
    assert "SettingsFailed --value 1 --dimensions Host=x2bee-acme-prd-nexus" in calls(machine)


def test_what_nobody_foresaw_is_counted_too(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("x2bee_constructs.hosts.configure.nexus.apply", broken)
    with served(FakeNexus("of-admin")) as address, pytest.raises(ZeroDivisionError):
        main(["nexus"], nexus(address), machine.parent / "versions", seconds=5)
    assert "SettingsFailed --value 1 --dimensions Host=x2bee-acme-prd-nexus" in calls(machine)


def test_a_tool_that_does_not_come_is_told(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(lambda *_: (503, None)) as address:
        with pytest.raises(RestError, match="was not well after 0 seconds"):
            wait(Rest(address, {}), "/-/readiness", 0.2, pause=0.1)
        assert main(["gitlab"], gitlab(address), machine.parent / "versions", seconds=0) == 1
    assert "RestError" in capsys.readouterr().err


def test_what_is_said_is_compared_and_nothing_else() -> None:
    assert not differs({"a": {"b": ["x", "y"]}}, {"a": {"b": ["y", "x"], "c": 1}, "d": 2})
    assert not differs({"storage": {"writePolicy": "ALLOW_ONCE"}}, {"storage": {"writePolicy": "allow_once"}})
    assert differs({"proxy": {"remoteUrl": "https://x/Releases"}}, {"proxy": {"remoteUrl": "https://x/releases"}})
    assert differs({"userIdAttribute": "uid"}, {"userIdAttribute": "UID"})
    assert differs({"a": 1}, {"a": 2})
    assert differs({"a": 1}, None)
    assert differs([1], [1, 1])


@pytest.mark.parametrize("tool", ["gitlab", "nexus"])
def test_the_document_writes_a_program_that_runs_by_itself(machine: Path, tmp_path: Path, tool: str) -> None:
    fake: Any = FakeGitlab() if tool == "gitlab" else FakeNexus("of-admin")
    with served(fake) as address:
        state = gitlab(address) if tool == "gitlab" else nexus(address)
        # A Python that knows nothing of this library, as the machine's.
        (machine.parent / "bin" / "python3").symlink_to(sys._base_executable)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
        script = "\n".join(commands(tool, state)).replace("/opt/x2bee", str(tmp_path / "opt"))  # pyright: ignore[reportArgumentType]
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "opt/settings/x2bee_constructs/hosts/configure/state.json").read_text()) == state


def test_a_document_has_no_parameters_by_accident() -> None:
    with pytest.raises(ValueError, match="write it otherwise"):
        commands("nexus", {"notes": "{{ secret }}"})


def test_the_program_is_python_3_9() -> None:
    for file in sorted(Path("x2bee_constructs/hosts/configure").glob("*.py")):
        ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))
