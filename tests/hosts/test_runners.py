"""GitLab's runners, made on its machine: once, and never without keeping the token that GitLab shows once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hosts.fakes import FakeGitlab, served
from tests.hosts.test_configure import calls, gitlab, machine  # pyright: ignore[reportUnusedImport]
from x2bee_constructs.hosts.configure.main import main

JOBS, PUBLISH = (f"x2bee/acme/prd/gitlab-runners/{what}" for what in ("jobs", "publish"))
RUNNERS = [
    {"secret": JOBS, "description": "gitlab-runner-jobs", "group": "acme"},
    {
        "secret": PUBLISH,
        "description": "gitlab-runner-publish",
        "group": "acme",
        "tags": ["x2bee-builder"],
        "protected": True,
    },
]

__all__ = ["machine"]


def run(machine: Path, fake: FakeGitlab, **said: object) -> int:
    with served(fake) as address:
        state = gitlab(address, **{"runners": RUNNERS, **said})
        return main(["gitlab"], state, machine.parent / "versions", seconds=5)


def kept(machine: Path, secret: str) -> dict[str, object]:
    return json.loads((machine / secret.replace("/", "-")).read_text(encoding="utf-8"))


def test_each_is_made_once_and_its_token_kept(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeGitlab()
    assert run(machine, fake) == 0
    assert "runner gitlab-runner-jobs\nrunner gitlab-runner-publish\n" in capsys.readouterr().out
    assert run(machine, fake) == 0
    assert capsys.readouterr().out == "nothing to change\n"
    jobs, publish = fake.runners.values()
    assert (jobs["run_untagged"], jobs["tag_list"], jobs["access_level"]) == (True, [], "not_protected")
    assert (publish["run_untagged"], publish["tag_list"]) == (False, ["x2bee-builder"])
    assert publish["access_level"] == "ref_protected", "its pods have a role in AWS"
    assert {one["runner_type"] for one in (jobs, publish)} == {"group_type"}
    assert jobs["groups"] == [{"id": fake.groups["acme"]["id"]}]
    assert kept(machine, JOBS) == {"id": 1, "token": "glrt-1-first"}
    assert kept(machine, PUBLISH) == {"id": 2, "token": "glrt-2-first"}
    assert "glrt-" not in calls(machine), "no token stands in a command"


def test_what_somebody_changed_by_hand_is_put_right(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeGitlab()
    run(machine, fake)
    fake.runners[2]["access_level"] = "not_protected"
    fake.runners[2]["paused"] = True
    capsys.readouterr()
    assert run(machine, fake) == 0
    assert capsys.readouterr().out == "settings of runner gitlab-runner-publish\n"
    assert fake.runners[2]["access_level"] == "ref_protected"
    assert fake.runners[2]["paused"] is True, "what is not said is nobody's"


def test_a_token_that_gitlab_no_longer_takes_is_made_anew(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake = FakeGitlab()
    run(machine, fake)
    fake.tokens[1] = "glrt-of-somebody"
    capsys.readouterr()
    assert run(machine, fake) == 0
    assert capsys.readouterr().out == "token of runner gitlab-runner-jobs\n"
    assert kept(machine, JOBS) == {"id": 1, "token": "glrt-1-again"}
    assert run(machine, fake) == 0
    assert capsys.readouterr().out == "nothing to change\n"


def test_a_runner_that_is_gone_or_of_another_group_is_made_anew(machine: Path) -> None:
    fake = FakeGitlab()
    run(machine, fake)
    del fake.runners[1]
    assert run(machine, fake) == 0
    assert kept(machine, JOBS)["id"] == 3
    elsewhere = [{**one, "group": "acme/shop"} for one in RUNNERS]
    assert run(machine, fake, runners=elsewhere) == 0
    assert [fake.runners[number]["groups"][0]["id"] for number in (4, 5)] == [fake.groups["acme/shop"]["id"]] * 2
    assert 2 in fake.runners, "nothing is removed that was made"


def test_a_runner_whose_token_cannot_be_kept_does_not_stay(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakeGitlab()
    monkeypatch.setenv("REFUSED", "yes")
    assert run(machine, fake) == 1
    assert fake.runners == {}
    assert "glrt-" not in capsys.readouterr().err
    assert "SettingsFailed --value 1 --dimensions Host=x2bee-acme-prd-gitlab" in calls(machine)
    monkeypatch.delenv("REFUSED")
    assert run(machine, fake) == 0
    assert len(fake.runners) == 2


def test_an_answer_that_says_nothing_of_the_token_changes_nothing(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Ill(FakeGitlab):
        ill = False

        def _runner(self, method: str, parts: list[str], body: object) -> tuple[int, object]:
            return (502, None) if self.ill and parts[1] == "verify" else super()._runner(method, parts, body)

    fake = Ill()
    run(machine, fake)
    before = dict(fake.tokens)
    fake.ill = True
    assert run(machine, fake) == 1
    assert "was answered 502" in capsys.readouterr().err
    assert fake.tokens == before


@pytest.mark.parametrize("text", ["not json", "3", '"text"'])
def test_a_secret_of_another_form_is_told(machine: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (machine / JOBS.replace("/", "-")).write_text(text, encoding="utf-8")
    fake = FakeGitlab()
    assert run(machine, fake) == 1
    assert f'{JOBS} is not {{"token": "…"}}' in capsys.readouterr().err
    assert fake.runners == {}
