"""What answers the kubelet and Prometheus alone is refused at the gateway, however it is written."""

from __future__ import annotations

import posixpath
import re
from typing import Any

import pytest

from tests.ingress.cases import HOSTS, ISTIO
from tests.ingress.test_manifests import objects, spec
from x2bee_constructs import MsaDeploymentProps, SpringCloudGateway
from x2bee_constructs.mesh.mesh_config import mesh_config
from x2bee_constructs.mesh.props import ServiceMeshProps
from x2bee_constructs.workload.manifests import msa_objects

SPRING: dict[str, Any] = {"private_paths": ["/actuator*"]}


def closed(services: dict[str, Any], *hosts: dict[str, Any]) -> dict[str, list[str]]:
    """The paths that are refused, by host."""
    policy = spec("private-paths", {**ISTIO, "hosts": [*hosts], "services": services})
    assert policy["action"] == "DENY"
    found: dict[str, list[str]] = {}
    for rule in policy["rules"]:
        assert "from" not in rule, "whoever asks"
        operation = rule["to"][0]["operation"]
        assert operation["ports"] == ["8080"]
        found |= dict.fromkeys(operation["hosts"], operation["paths"])
    return found


def host(name: str, service: str, *routes: dict[str, Any]) -> dict[str, Any]:
    return {"host": name, "to": [{"service": service}], "routes": list(routes)}


def as_the_mesh_writes(path: str) -> str:
    """`MERGE_SLASHES`: RFC 3986 with encoded letters, digits and -._~ undone, backslashes turned, slashes merged."""
    plain = re.sub(
        r"%([0-9A-Fa-f]{2})",
        lambda found: c if re.fullmatch(r"[\w.~-]", c := chr(int(found[1], 16)), re.ASCII) else found[0],
        path.partition("?")[0],
    )
    merged = re.sub(r"/+", "/", plain.replace("\\", "/"))
    return posixpath.normpath(merged) + ("/" if merged.endswith("/") and merged != "/" else "")


def test_the_paths_are_refused_at_the_hosts_that_lead_there_and_at_no_other() -> None:
    found = closed(
        {"x2bee-gw": SPRING, "x2bee-fo": {"private_paths": ["/metrics"]}, "plain": {}},
        host(HOSTS[0], "x2bee-fo"), host(HOSTS[1], "x2bee-gw"), host(HOSTS[2], "plain"),
    )  # fmt: skip
    assert found == {
        HOSTS[0]: ["/metrics"], f"{HOSTS[0]}:*": ["/metrics"],
        HOSTS[1]: ["/actuator*"], f"{HOSTS[1]}:*": ["/actuator*"],
    }  # fmt: skip


def test_hosts_with_the_same_paths_share_a_rule() -> None:
    said = {
        **ISTIO,
        "hosts": [host(HOSTS[1], "x2bee-gw"), host(HOSTS[0], "x2bee-gw")],
        "services": {"x2bee-gw": SPRING},
    }
    (rule,) = spec("private-paths", said)["rules"]
    assert rule["to"][0]["operation"]["hosts"] == [HOSTS[1], f"{HOSTS[1]}:*", HOSTS[0], f"{HOSTS[0]}:*"]


def test_without_such_paths_there_is_no_policy() -> None:
    assert "private-paths" not in objects(ISTIO)


@pytest.mark.parametrize(
    ("path", "rewrite", "refused"),
    [
        ("/gift", "/", "/gift/actuator*"),
        ("/", "/", "/actuator*"),
        ("/gift/", "/", "/gift/actuator*"),
        ("/gift", None, "/actuator*"),
    ],
)
def test_what_a_rewrite_leads_there_is_refused_before_it(path: str, rewrite: str | None, refused: str) -> None:
    route = {"path": path, "to": [{"service": "gift"}], **({"rewrite": rewrite} if rewrite else {})}
    assert closed({"gift": SPRING}, host(HOSTS[0], "x2bee-fo", route))[HOSTS[0]] == [refused]


def test_a_rewrite_that_leads_elsewhere_refuses_nothing() -> None:
    for route in ({"path": "/gift", "rewrite": "/v2"}, {"path": "/up", "match": "exact", "rewrite": "/health"}):
        hosts = [host(HOSTS[0], "x2bee-fo", {**route, "to": [{"service": "gift"}]})]
        assert "private-paths" not in objects({**ISTIO, "hosts": hosts, "services": {"gift": SPRING}})


@pytest.mark.parametrize(
    "asked",
    ["/actuator", "/actuator/", "/actuator/env", "/actuator/prometheus?x=1", "//actuator/env", "/./actuator/env",
     "/a/../actuator", "/%61ctuator/env", "/%2e/actuator", "/actuator;a=b/env", "/actuator%2fenv", "\\actuator\\env"],
)  # fmt: skip
def test_no_way_of_writing_leads_round_it(asked: str) -> None:
    normal = mesh_config(ServiceMeshProps()).to_wire()["pathNormalization"]
    assert normal == {"normalization": "MERGE_SLASHES"}, "the forms below are undone by this"
    (pattern,) = closed({"x2bee-gw": SPRING}, host(HOSTS[1], "x2bee-gw"))[HOSTS[1]]
    assert as_the_mesh_writes(asked).startswith(pattern.removesuffix("*"))


@pytest.mark.parametrize("asked", ["/", "/act", "/search?q=/actuator", "/goods/actuator", "/v1/me"])
def test_other_paths_are_let_through(asked: str) -> None:
    (pattern,) = closed({"x2bee-gw": SPRING}, host(HOSTS[1], "x2bee-gw"))[HOSTS[1]]
    assert not as_the_mesh_writes(asked).startswith(pattern.removesuffix("*"))


def test_gateway_and_service_refuse_the_same() -> None:
    service = MsaDeploymentProps(image="x2bee-gw:1.0.0", runtime=SpringCloudGateway(), exposed=True)
    policy = msa_objects("x2bee-gw", "acme-app", service)["authorization-policy"].to_manifest()
    (rule,) = policy["spec"]["rules"]  # pyright: ignore[reportIndexIssue]
    said = {"private_paths": SpringCloudGateway().profile().private_paths}
    assert closed({"x2bee-gw": said}, host(HOSTS[1], "x2bee-gw"))[HOSTS[1]] == rule["to"][0]["operation"]["notPaths"]
