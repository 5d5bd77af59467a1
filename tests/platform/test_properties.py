"""What `Platform` accepts, both sides can make: no input passes the checks and fails later."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs import STANDARD_SERVICES, ImageRepositoriesProps, Platform
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.props import AppNamespaceProps
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.images import repositories
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.names import namespace

WORD = st.text("abcdefgz0159-._/:@A ", max_size=45)
COUNT = st.one_of(st.integers(-1, 12), st.none())
RUNTIME = st.one_of(
    st.sampled_from(["nextjs", "spring-boot", "spring-batch", "spring-cloud-gateway", "nodejs", "go"]),
    st.fixed_dictionaries(
        {"kind": st.just("nodejs")}, optional={"writable_paths": st.lists(st.sampled_from(["/tmp", "/a", "b"]))}
    ),
)
SERVICE = st.fixed_dictionaries(
    {},
    optional={
        "enabled": st.booleans(),
        "runtime": RUNTIME,
        "image": st.one_of(
            st.builds("{}:{}".format, WORD, WORD), st.sampled_from(["a:1", "quay.io/a/b:2", "a/b:1", "A:1"])
        ),
        "calls": st.lists(st.sampled_from(["x2bee-gw", "x2bee-api-member", "api.pg.example.com", "x"]), max_size=3),
        "database": st.sampled_from(["mbod", "event", "own"]),
        "reads": st.lists(st.sampled_from(["mbod", "gddp"]), max_size=2),
        "replicas": st.fixed_dictionaries({}, optional={"min": COUNT, "max": COUNT}),
        "singleton": st.booleans(),
        "env": st.dictionaries(
            st.sampled_from(["A", "PORT", "a-b"]), st.sampled_from(["1", "", "${Token[1]}", "3000"])
        ),
        "resources": st.fixed_dictionaries({}, optional={"memory": WORD, "cpu": WORD}),
        "access": st.fixed_dictionaries(
            {}, optional={"topics": st.lists(WORD, max_size=2), "secrets": st.lists(WORD, max_size=1)}
        ),
        "secrets": st.dictionaries(st.sampled_from(["A", "B"]), st.fixed_dictionaries({"secret": WORD}), max_size=2),
        "timing": st.fixed_dictionaries({}, optional={"grace": st.integers(1, 700), "drain": st.integers(1, 90)}),
        "priority": st.sampled_from(["critical", "batch"]),
        "files": st.dictionaries(st.sampled_from(["/a/b", "/c/b", "x"]), WORD, max_size=2),
        "team": WORD,
    },
)
NAME = st.one_of(st.sampled_from([*STANDARD_SERVICES, "gift", "namespace", "acme-x2bee-gw-svc"]), WORD)
PLATFORM = st.fixed_dictionaries(
    {"services": st.dictionaries(NAME, SERVICE, max_size=3)},
    optional={
        "registry": st.sampled_from(["ecr", "nexus.acme.co.kr", "nexus.acme.co.kr:5000/x2bee/"]),
        "release": st.sampled_from(["1.0", "v" * 128, "a_b"]),
        "node_selector": st.dictionaries(WORD, WORD, min_size=1, max_size=1),
        "compatibility": st.fixed_dictionaries({"gateway_service": st.booleans()}),
        "region": st.sampled_from(["ap-northeast-1", "us-west-1"]),
        "size": st.sampled_from(["small", "large"]),
        "databases": st.dictionaries(st.sampled_from(["mbod", "own"]), st.just({"instance": "db.r7g.large"})),
        "apm": st.fixed_dictionaries({"vendor": st.sampled_from(["whatap", "scouter", "otel", "none"])}),
    },
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=PLATFORM)
def test_what_is_accepted_can_be_made(said: dict[str, Any]) -> None:
    fixed = {
        "customer": "acme",
        "environment": "prd",
        "domain": "a.kr",
        "account": "1" * 12,
        "region": "ap-northeast-2",
    }
    try:
        platform = Platform.model_validate({**fixed, **said})
    except ValidationError as error:
        event("refused")
        codes = [fault["type"] for fault in error.errors()]
    else:
        event("accepted")
        codes = list[str]()
        _both_sides_can_be_made(platform)
    assert all(code.startswith("X2B") for code in codes), codes


def _both_sides_can_be_made(platform: Platform) -> None:
    home = namespace(platform.site)
    made = list(namespace_objects(home, AppNamespaceProps()).values())
    for name in platform.enabled_services:
        pod_role_name(platform.site, name)
        made += msa_objects(name, home, deployment_props(platform, name)).values()
    ids = [(manifest.kind, manifest.metadata.name) for manifest in made]
    assert len(ids) == len(set(ids)), "two objects of one kind and name"
    network_props(platform)
    ImageRepositoriesProps(images=repositories(platform))
