"""What reaches the cluster: the job, what it reads, and whom it reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.database.access.job import ACME
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.database.access import names
from x2bee_constructs.database.access.manifests import access_objects
from x2bee_constructs.database.access.props import PostgresAccessProps, schemas
from x2bee_constructs.database.access.wanted import members, roles, settings, wanted_sql

AURORA: dict[str, Any] = {
    "database": "mbod",
    "logins": [
        {"service": "x2bee-api-member", "owns": True},
        {"service": "x2bee-api-bo", "reads_all": True},
    ],
    "port": 15432,
    "cidrs": ["10.20.128.0/24", "10.20.129.0/24"],
}

MOST: dict[str, Any] = {
    "database": "mbod",
    "logins": [
        {"service": "x2bee-api-member", "owns": True, "copies": ["x2bee-api-goods"], "statement_seconds": 5},
        {"service": "x2bee-api-order", "owns": True, "migrates": False, "writes": ["x2bee-api-member"]},
        {"service": "x2bee-api-bo", "reads_all": True, "connections": 40},
        {"service": "sync-orders", "reads": ["x2bee-api-order"], "replicates": True},
    ],
    "port": 5432,
    "host": "mbod-rw",
    "extensions": ["pg_trgm"],
    "optional_extensions": ["pgaudit"],
    "statement_seconds": 30,
    "idle_transaction_seconds": 20,
    "wait_seconds": 60,
    "image": "nexus.acme.co.kr/postgres:18",
    "ca": {"config_map": "mbod-ca", "key": "root.pem"},
    "secret_store": "secrets",
    "parameter_store": "parameters",
    "node_selector": {"workload": "msa"},
}


def objects(said: dict[str, Any], **changed: Any) -> dict[str, Any]:
    props = PostgresAccessProps.model_validate({**said, **changed})
    return {key: made.to_manifest() for key, made in access_objects(ACME, props).items()}


def pod(said: dict[str, Any]) -> Any:
    return objects(said)["job"]["spec"]["template"]


def keys(secret: Any) -> dict[str, str]:
    return {one["secretKey"]: one["remoteRef"]["key"] for one in secret["spec"]["data"]}


def test_the_job_is_a_hook_before_the_services_and_after_what_it_reads() -> None:
    made = objects(AURORA)
    assert list(made) == ["service-account", "config-map", "admin", "logins", "network-policy", "job"]
    waves = {key: int(one["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]) for key, one in made.items()}
    assert WAVES["stores"] < waves["admin"] < waves["job"] == WAVES["databases"] < WAVES["services"]
    assert {wave for key, wave in waves.items() if key != "job"} == {waves["admin"]}
    annotations = made["job"]["metadata"]["annotations"]
    assert annotations["argocd.argoproj.io/hook"] == "Sync"
    assert annotations["argocd.argoproj.io/hook-delete-policy"] == "BeforeHookCreation"
    assert {one["metadata"]["namespace"] for one in made.values()} == {"acme-data"}


def test_passwords_and_the_address_come_by_name() -> None:
    made = objects(AURORA)
    assert keys(made["admin"]) == {
        "PGHOST": "/x2bee/acme/prd/db/mbod/writer",
        "PGPASSWORD": "x2bee/acme/prd/db-admin/mbod",
        "PGUSER": "x2bee/acme/prd/db-admin/mbod",
    }
    (host,) = [one for one in made["admin"]["spec"]["data"] if one["secretKey"] == "PGHOST"]
    assert host["sourceRef"]["storeRef"] == {"kind": "ClusterSecretStore", "name": "aws-parameter-store"}
    assert keys(made["logins"]) == {
        "PASSWORD_x2bee_api_bo": "x2bee/acme/prd/db/x2bee-api-bo",
        "PASSWORD_x2bee_api_member": "x2bee/acme/prd/db/x2bee-api-member",
    }
    assert "arn:" not in yaml.safe_dump(made)
    assert "logins" not in objects(AURORA, logins=[]), "who is alone has nobody's password"


def test_the_pod_is_restricted_and_has_no_proxy_and_no_token() -> None:
    template = pod(AURORA)
    spec, (container,) = template["spec"], template["spec"]["containers"]
    assert template["metadata"]["labels"]["sidecar.istio.io/inject"] == "false"
    assert (spec["restartPolicy"], spec["automountServiceAccountToken"]) == ("Never", False)
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"] == container["resources"]["requests"]["memory"]


def test_the_connection_is_encrypted_and_checked_where_the_certificates_are_given() -> None:
    def environment(said: dict[str, Any]) -> dict[str, str]:
        return {one["name"]: one["value"] for one in pod(said)["spec"]["containers"][0]["env"]}

    assert environment(AURORA)["PGSSLMODE"] == "require"
    checked = environment(MOST)
    assert (checked["PGSSLMODE"], checked["PGSSLROOTCERT"]) == ("verify-full", "/x2bee/ca/root.pem")
    assert (checked["PGHOST"], checked["PGPORT"]) == ("mbod-rw", "5432")
    mounted = {one["name"]: one["mountPath"] for one in pod(MOST)["spec"]["containers"][0]["volumeMounts"]}
    assert mounted["ca"] == "/x2bee/ca"


def test_the_deadline_leaves_time_for_every_try_to_wait() -> None:
    spec = objects(MOST, wait_seconds=600)["job"]["spec"]
    assert spec["activeDeadlineSeconds"] > (spec["backoffLimit"] + 1) * 600


def test_the_job_reaches_its_database_alone() -> None:
    policy = objects(AURORA)["network-policy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policy
    dns, there = policy["egress"]
    assert {port["port"] for port in dns["ports"]} == {53}
    assert [peer["ipBlock"]["cidr"] for peer in there["to"]] == AURORA["cidrs"]
    assert [port["port"] for port in there["ports"]] == [15432]
    assert pod(AURORA)["metadata"]["labels"].items() >= policy["podSelector"]["matchLabels"].items()
    (_, inside) = objects(MOST)["network-policy"]["spec"]["egress"]
    assert inside["to"] == [{"podSelector": {"matchLabels": {"cnpg.io/cluster": "mbod"}}}]


def test_every_script_is_mounted_and_every_included_file_is_there() -> None:
    data = objects(AURORA)["config-map"]["data"]
    included = {line.split()[1] for text in data.values() for line in text.splitlines() if line.startswith("\\ir ")}
    assert {"access.sh", "access.sql", "database.sql"} | included == set(data)
    assert pod(AURORA)["spec"]["containers"][0]["command"] == ["sh", "/x2bee/access/access.sh"]


def test_roles_follow_from_what_is_declared() -> None:
    props = PostgresAccessProps.model_validate(MOST)
    assert set(members(props)) == {
        ("x2bee_api_member_owner", "x2bee_api_member"),
        ("x2bee_api_goods_owner", "x2bee_api_member_owner"),
        ("x2bee_api_order_writer", "x2bee_api_order"),
        ("x2bee_api_member_writer", "x2bee_api_order"),
        ("x2bee_api_goods_reader", "x2bee_api_bo"),
        ("x2bee_api_member_reader", "x2bee_api_bo"),
        ("x2bee_api_order_reader", "x2bee_api_bo"),
        ("x2bee_api_order_reader", "sync_orders"),
    }
    works_as = {role: value for role, name, value in settings(props) if name == "role"}
    assert works_as == {"x2bee_api_member": "x2bee_api_member_owner"}
    read_only = [role for role, name, _ in settings(props) if name == "default_transaction_read_only"]
    assert read_only == ["sync_orders", "x2bee_api_bo"]


_SERVICES = st.lists(st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True), unique=True, max_size=6)


@given(services=_SERVICES, data=st.data())
def test_nobody_is_in_a_group_that_nobody_declared(services: list[str], data: st.DataObject) -> None:
    owners = [service for service in services if data.draw(st.booleans())]
    logins: list[dict[str, Any]] = []
    for service in services:
        others = [owner for owner in owners if owner != service]
        picked = data.draw(st.lists(st.sampled_from(others), unique=True)) if others else []
        logins.append({"service": service, "owns": service in owners, "writes": picked, "reads_all": not picked})
    try:
        props = PostgresAccessProps.model_validate({**AURORA, "logins": logins})
    except ValueError:
        return  # two services of one role
    groups = {(login["service"].replace("-", "_"), other) for login in logins for other in login["writes"]}
    made = {role.name: role for role in roles(props)}
    for group, member in members(props):
        assert {group, member} <= made.keys()
        assert not made[group].logs_in
        if group.endswith("_writer"):
            assert any(
                (member.removesuffix("_owner"), other) in groups and names.writer(other) == group for other in owners
            )
    assert len(made) == 3 * len(schemas(props)) + len(logins)
    assert wanted_sql(props) == wanted_sql(props.model_copy(update={"logins": tuple(reversed(props.logins))}))


@pytest.mark.parametrize(
    ("logins", "code", "words"),
    [
        ([{"service": "public", "owns": True}], "X2B345", "'public' cannot be a service's role"),
        ([{"service": "pg-x", "owns": True}], "X2B345", "'pg_x' cannot be a service's role"),
        ([{"service": "x2bee-admin", "owns": True}], "X2B345", "'x2bee_admin' cannot be a service's role"),
        ([{"service": "a", "owns": True}, {"service": "a", "reads_all": True}], "X2B345", "keep one entry"),
        (
            [{"service": "a", "owns": True}, {"service": "a-owner", "owns": True}],
            "X2B345",
            "a group of the schema of 'a'",
        ),
        ([{"service": "a", "copies": ["public"]}], "X2B345", "'public' cannot be a schema of ours"),
        ([{"service": "a", "owns": True, "writes": ["a"]}], "X2B346", "names itself"),
        ([{"service": "ab", "owns": True}, {"service": "c", "reads": ["abb"]}], "X2B346", "did you mean 'ab'?"),
        ([{"service": "a", "owns": True}, {"service": "c", "copies": ["a"]}], "X2B346", "has two owners here"),
        ([{"service": "a"}], "X2B347", "logs in and may do nothing"),
        ([{"service": "a", "migrates": False, "reads_all": True}], "X2B347", "a schema that it does not have"),
    ],
)
def test_logins_that_cannot_be_meant_are_refused(logins: list[dict[str, Any]], code: str, words: str) -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError) as caught:
        PostgresAccessProps.model_validate({**AURORA, "logins": logins})
    assert code in {found["type"] for found in caught.value.errors()}
    told = [f"{found['msg']} {found.get('ctx', {}).get('fix', '')}" for found in caught.value.errors()]
    assert any(words in text for text in told), told


@pytest.mark.parametrize(
    "changed", [{"cidrs": []}, {"host": "mbod-rw"}, {"extensions": ["pgaudit"]}, {"image": "postgres"}, {"port": 0}]
)
def test_what_contradicts_itself_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"X2B347|X2B10"):
        PostgresAccessProps.model_validate({**AURORA, **changed})


def test_every_prop_changes_something() -> None:
    assert MOST.keys() | {"cidrs"} == PostgresAccessProps.model_fields.keys(), "a prop that no test uses"
    full = objects(MOST)
    for name in MOST.keys() - {"database", "logins", "port", "host", "parameter_store"}:
        assert objects({key: value for key, value in MOST.items() if key != name}) != full, name
    for name, value in {"database": "event", "logins": MOST["logins"][:3], "port": 5433, "host": "other"}.items():
        assert objects(MOST, **{name: value}) != full, name
    assert objects(AURORA, parameter_store="other") != objects(AURORA)
    for index, login in enumerate(MOST["logins"]):
        for name in login.keys() - {"service", "owns", "reads", "reads_all"}:
            less = [*MOST["logins"]]
            less[index] = {key: value for key, value in login.items() if key != name}
            assert objects(MOST, logins=less) != full, name


def test_the_construct_writes_its_objects(tmp_path: Path) -> None:
    from cdk8s import App, Chart

    from x2bee_constructs.database.access.k8s import PostgresAccess

    app = App(outdir=str(tmp_path))
    chart = Chart(app, "data", namespace="elsewhere", disable_resource_name_hashes=True)
    made = PostgresAccess(chart, "mbod", ACME, PostgresAccessProps.model_validate(AURORA))
    app.synth()
    assert list(yaml.safe_load_all((tmp_path / "data.k8s.yaml").read_text())) == list(objects(AURORA).values())
    assert made.objects.keys() == objects(AURORA).keys()
