"""The run as a whole: what it consists of, without starting anything."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from conformance.emulator.__main__ import main
from conformance.emulator.environment import PINS
from conformance.emulator.run import AFTER, BEFORE, CHECKS, SHORT
from conformance.emulator.steps import VARIANTS
from conformance.emulator.steps.canaries import CANARIES
from conformance.emulator.steps.first import Turn, turns
from x2bee_constructs.platform.names import Lifecycle


def test_every_canary_is_for_a_check_of_the_run() -> None:
    assert {canary.check for canary in CANARIES} <= {one.check for one in CHECKS}
    assert any(canary.check.__name__ == "nodes" for canary in CANARIES)


def test_steps_have_names_of_their_own() -> None:
    names = [*(name for name, _, _ in (*BEFORE, *AFTER)), *(one.name for one in CHECKS)]
    assert len(names) == len(set(names))


def test_a_short_run_has_steps_of_the_whole_one_and_deploys_before_it_looks() -> None:
    assert {name for name, _, _ in (*BEFORE, *AFTER)} >= SHORT
    assert {"bootstrap", "deploy", "canaries", "destroy"} <= SHORT


def test_every_check_of_hosts_has_a_canary() -> None:
    checks = {one.check for one in CHECKS if one.needs == "AWS::AutoScaling::AutoScalingGroup"}
    assert checks <= {canary.check for canary in CANARIES}
    assert checks


def test_what_the_environment_holds_is_pinned() -> None:
    lines = [line for line in PINS.read_text().splitlines() if line and not line.startswith("#")]
    pinned = r"[A-Za-z0-9._-]+==[0-9a-z.]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    assert all(re.fullmatch(pinned, line) for line in lines)
    assert any(line.startswith("ministack==") for line in lines)
    assert "http" not in PINS.read_text()


def test_the_variants_are_there() -> None:
    assert VARIANTS.is_file()


def test_stacks_that_keep_names_fail_first_and_those_that_others_need_are_made() -> None:
    kept: dict[str, Any] = {"Resources": {"Key": {"DeletionPolicy": "RetainExceptOnCreate"}}}
    plain: dict[str, Any] = {"Resources": {"Role": {}}}
    user: dict[str, Any] = {"Resources": {"Nodes": {"Properties": {"Vpc": {"Fn::ImportValue": "base:Export"}}}}}
    stays: dict[str, Any] = {"Resources": {"Role": {}, "Bucket": {"DeletionPolicy": "Retain"}}}
    made = {"base": kept, "keep": kept, "plain": plain, "stays": stays, "use": user}
    found = turns(made, ["base", "keep", "plain", "stays", "use", "gone"])
    assert list(found) == [
        Turn("base", fails=True, made=True),
        Turn("keep", fails=True, made=False),
        Turn("plain", fails=False, made=False),
        Turn("stays", fails=True, made=False),
        Turn("use", fails=False, made=False),
    ]


def test_what_fails_first_for_the_platform(templates: dict[str, dict[str, Any]]) -> None:
    order = [f"x2bee-acme-prd-{lifecycle}" for lifecycle in get_args(Lifecycle)]
    found = list(turns(templates, order))
    failing = {turn.stack.rpartition("-")[2] for turn in found if turn.fails}
    assert {"cluster", "data", "delivery", "foundation", "secrets"} <= failing
    assert found[0] == Turn("x2bee-acme-prd-foundation", fails=True, made=True)
    assert order.index("x2bee-acme-prd-cluster") > max(order.index(turn.stack) for turn in found if turn.made)


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["--account", "1"])
