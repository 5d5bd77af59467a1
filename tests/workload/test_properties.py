"""Whatever is accepted makes objects that Kubernetes 1.34 accepts."""

from __future__ import annotations

import kubernetes_validate
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs import (
    Egress,
    MsaDeploymentProps,
    NextJs,
    NodeJs,
    Replicas,
    Resources,
    Runtime,
    Scaling,
    SecretKey,
    SpringBatch,
    SpringBoot,
    SpringCloudGateway,
    Timing,
)
from x2bee_constructs.workload.manifests import msa_objects

RUNTIME = st.one_of(
    st.builds(SpringBoot, version=st.sampled_from([3, 4]), sessions=st.booleans(), tracing=st.booleans()),
    st.builds(SpringCloudGateway, release=st.sampled_from(["2024.0", "2025.0"])),
    st.builds(SpringBatch, port=st.integers(1, 65535)),
    st.builds(NextJs, health_path=st.sampled_from([None, "/h"])),
    st.builds(NodeJs, writable_paths=st.lists(st.sampled_from(["/a", "/b/c", "/tmp"]), unique=True)),
)
REPLICAS = st.tuples(st.integers(1, 9), st.integers(0, 20)).map(lambda pair: Replicas(min=pair[0], max=sum(pair)))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    runtime=RUNTIME,
    replicas=REPLICAS,
    props=st.fixed_dictionaries(
        {},
        optional={
            "calls": st.lists(st.sampled_from(["a", "x2bee-gw", "pg.example.com"]), unique=True),
            "callers": st.lists(st.sampled_from(["a", "b"]), unique=True),
            "exposed": st.booleans(),
            "egress": st.lists(st.just(Egress(cidrs=["10.0.0.0/16"], ports=[5432, 6379])), max_size=2),
            "aws": st.booleans(),
            "mesh": st.booleans(),
            "policies": st.booleans(),
            "scaling": st.builds(Scaling, requests_per_second=st.sampled_from([None, 10])),
            "timing": st.builds(Timing, request=st.integers(3, 60), pre_stop=st.integers(0, 60)),
            "resources": st.builds(Resources, cpu=st.sampled_from(["1", "0.5", "250m"]), memory=st.just("1.5Gi")),
            "env": st.dictionaries(st.from_regex(r"\A[A-Z]{1,5}\Z"), TEXT, max_size=3),
            "files": st.dictionaries(st.sampled_from(["/etc/a b".replace(" ", "/"), "/x/가", "/y"]), TEXT, max_size=3),
            "secrets": st.dictionaries(st.sampled_from(["S_A", "S_B"]), st.just(SecretKey(secret="a/b"))),
            "labels": st.dictionaries(st.sampled_from(["a", "x.io/b"]), st.sampled_from(["", "v"])),
            "owner": TEXT,
            "service_aliases": st.lists(st.sampled_from(["alias", "other"]), unique=True),
        },
    ),
)
def test_objects_are_valid(runtime: Runtime, replicas: Replicas, props: dict[str, object]) -> None:
    try:
        said = MsaDeploymentProps.model_validate({"image": "gift:1", "runtime": runtime, "replicas": replicas, **props})
    except ValidationError:
        reject()
    made = msa_objects("gift", "acme-app", said)
    for manifest in made.values():
        group = manifest.api_version.partition("/")[0]
        if "." not in group or group.endswith(".k8s.io"):
            kubernetes_validate.validate(manifest.to_manifest(), "1.34", strict=True)
        rebuilt = type(manifest).model_validate(manifest.to_manifest())
        assert rebuilt.to_manifest() == manifest.to_manifest()
