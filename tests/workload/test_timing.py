"""The timing invariants hold for every accepted spec, and a spec that cannot hold them is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs import MsaDeploymentProps, NextJs, SpringBatch, SpringBoot, SpringCloudGateway, Timing
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS

SECONDS = st.one_of(st.none(), st.integers(0, 700))
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "request": st.integers(1, 70),
        "pre_stop": st.one_of(st.none(), st.integers(0, 60)),
        "drain": SECONDS,
        "grace": SECONDS,
    },
)
RUNTIME = st.sampled_from([SpringBoot(), SpringBatch(), NextJs(), SpringCloudGateway()])


@given(asked=ASKED, runtime=RUNTIME)
def test_every_accepted_spec_holds_the_invariants(asked: dict[str, Any], runtime: SpringBoot) -> None:
    try:
        timing = Timing.model_validate(asked)
    except ValidationError as error:
        event("refused")
        codes = {fault["type"] for fault in error.errors()}
    else:
        event("accepted")
        codes = set[str]()
        _invariants_hold(asked, runtime, timing)
    assert codes <= {"X2B104", "X2B110"}


def _invariants_hold(asked: dict[str, Any], runtime: SpringBoot, timing: Timing) -> None:
    times = runtime.times(timing)
    assert times.request <= LOAD_BALANCER_IDLE_SECONDS < times.keep_alive
    assert times.request <= times.drain
    assert times.pre_stop + times.drain < times.grace <= 600
    assert times.pre_stop <= times.sidecar_drain <= times.grace
    for name in ("request", "pre_stop", "drain", "grace"):
        if asked.get(name) is not None:
            assert getattr(times, name) == asked[name], "what was asked for is not changed"
    _manifests_say_the_same(runtime, timing)


def _manifests_say_the_same(runtime: SpringBoot, timing: Timing) -> None:
    times = runtime.times(timing)
    props = MsaDeploymentProps(image="a:1", runtime=runtime, timing=timing)
    made = {key: dict(value.to_manifest()) for key, value in msa_objects("a", "b", props).items()}
    spec: Any = made["deployment"]["spec"]["template"]["spec"]  # pyright: ignore[reportIndexIssue]
    assert spec["terminationGracePeriodSeconds"] == times.grace
    stop = spec["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    assert stop == times.pre_stop
    env: Any = made["config"]["data"]
    assert env.get("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", f"{times.drain}s") == f"{times.drain}s"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"drain": 10}, "request 30 ≤ drain 10"),
        ({"pre_stop": 60, "drain": 60, "grace": 100}, "pre_stop 60 + drain 60 + 10 = 130 ≤ grace 100"),
        ({"grace": 700}, "grace 700 ≤ 600"),
    ],
)
def test_the_inequality_is_spelled_out(asked: dict[str, int], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Timing.model_validate(asked)
    assert said in str(caught.value)


def test_a_batch_has_five_minutes_unless_it_is_told() -> None:
    assert SpringBatch().times(Timing()).grace == 325
    assert SpringBatch().times(Timing(grace=120)).drain == 95
