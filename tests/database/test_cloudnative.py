"""A PostgreSQL in the cluster: what is made, who gets in, where backups go, and that the switch is one word."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.database.templates import render
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.core.leaks import find_leak
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ObjectError
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.database import names
from x2bee_constructs.database.cloudnative import InClusterPostgresProps, backup_bucket, backup_identity
from x2bee_constructs.database.cloudnative_manifests import in_cluster_objects
from x2bee_constructs.database.cloudnative_objects import ObjectStore
from x2bee_constructs.database.credentials import DatabaseCredentialsProps, endpoints
from x2bee_constructs.database.fields import ADMIN

ACME = Site("acme", "dev")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"
BUCKET = "x2bee-acme-dev-db-backup-111122223333"
LEAST: dict[str, Any] = {"name": "mbod", "database": {"engine": "cloudnative-pg"}}
EVERYTHING: dict[str, Any] = {
    "name": "mbod",
    "database": {
        "engine": "cloudnative-pg",
        "version": "16.11",
        "readers": 2,
        "backup_days": 14,
        "log_slow_ms": 250,
        "storage_gib": 40,
        "storage_class": "gp3",
    },
    "follows": ["gddp"],
    "followers": ["event"],
    "services": ["x2bee-api-order", "x2bee-api-bo"],
    "jobs": ["mbod-roles"],
    "cpu": "2",
    "memory": "4Gi",
    "max_connections": 400,
    "pooler": "transaction",
    "image": "nexus.acme.co.kr/postgresql:17.7-ours",
    "backup_bucket": BUCKET,
    "region": REGION,
    "node_selector": {"workload": "data"},
    "monitor": True,
    "monitoring_namespace": "watch",
    "operator_namespace": "operators",
    "secret_store": "vault",
}
OTHER: dict[str, Any] = {"name": "gddp", "database": LEAST["database"], "monitor": False}


def made(said: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    props = InClusterPostgresProps.model_validate({**said, **more})
    return {name: dict(one.to_manifest()) for name, one in in_cluster_objects(ACME, props).items()}


def cluster(said: dict[str, Any], **more: Any) -> dict[str, Any]:
    return made(said, **more)["cluster"]["spec"]


def test_nothing_said() -> None:
    found = made(LEAST)
    assert set(found) == {"admin", "cluster", "jobs-network-policy", "network-policy", "pod-monitor"}
    spec = found["cluster"]["spec"]
    assert spec["instances"] == 2, "the database's one reader is a standby"
    assert spec["imageName"] == "ghcr.io/cloudnative-pg/postgresql:17.7-standard-trixie"
    assert spec["storage"] == {"size": "10Gi", "resizeInUseVolumes": True}
    assert "plugins" not in spec


def test_everything_said() -> None:
    assert set(made(EVERYTHING)) == {
        "admin", "cluster", "jobs-network-policy", "network-policy", "object-store", "pod-monitor", "pooler",
        "pooler-network-policy", "pooler-pod-monitor", "scheduled-backup",
    }  # fmt: skip


@pytest.mark.parametrize("field", sorted(InClusterPostgresProps.model_fields))
def test_every_prop_changes_something(field: str) -> None:
    if field in OTHER:
        other = {**EVERYTHING, field: OTHER[field]}
    elif field in {"backup_bucket", "region"}:
        other = {**EVERYTHING, "backup_bucket": "another", "region": "us-east-1"}
    else:
        other = {key: value for key, value in EVERYTHING.items() if key != field}
    assert made(other) != made(EVERYTHING)


@pytest.mark.parametrize("field", sorted(EVERYTHING["database"].keys() - {"engine"}))
def test_what_is_said_of_the_database_changes_something(field: str) -> None:
    said = {**EVERYTHING, "image": None}
    less = {key: value for key, value in said["database"].items() if key != field}
    assert made({**said, "database": less}) != made(said)


@pytest.mark.parametrize("said", [LEAST, EVERYTHING], ids=["least", "everything"])
def test_all_are_in_the_namespace_of_data_before_the_services(said: dict[str, Any]) -> None:
    for one in made(said).values():
        assert one["metadata"]["namespace"] == "acme-data"
        assert int(one["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]) == WAVES["databases"] < 0
        assert not find_leak(str(one))


def test_what_holds_data_stays_when_it_is_taken_out_of_git() -> None:
    found = made(EVERYTHING)
    kept = {name for name, one in found.items() if "Prune=false" in str(one["metadata"]["annotations"])}
    assert kept == {"cluster", "object-store"}


def test_the_services_are_those_that_credentials_lead_to() -> None:
    assert made(LEAST)["cluster"]["metadata"]["name"] == names.in_cluster("mbod")
    said = DatabaseCredentialsProps(service="a", client="jdbc", databases=["mbod"], in_cluster={"mbod": 2})
    where = endpoints(ACME, "mbod", said)
    assert where.writer.split(".")[:2] == ["mbod-rw", "acme-data"]
    pooled = endpoints(ACME, "mbod", said.model_copy(update={"pooled": ("mbod",)}))
    assert pooled.writer.split(".")[0] == made(EVERYTHING)["pooler"]["metadata"]["name"]


def test_the_first_user_is_auroras_and_no_superuser() -> None:
    found = made(LEAST)
    spec, admin = found["cluster"]["spec"], found["admin"]["spec"]
    assert spec["enableSuperuserAccess"] is False
    assert "superuserSecret" not in spec
    assert spec["bootstrap"]["initdb"]["database"] == "mbod"
    assert spec["bootstrap"]["initdb"]["owner"] == ADMIN
    (role,) = spec["managed"]["roles"]
    assert role["name"] == ADMIN
    assert (role["login"], role["createrole"], role["createdb"]) == (True, True, True)
    assert not {"superuser", "replication", "bypassrls"} & role.keys()
    secret = spec["bootstrap"]["initdb"]["secret"]["name"]
    assert secret == role["passwordSecret"]["name"] == admin["target"]["name"]
    assert {one["remoteRef"]["key"] for one in admin["data"]} == {names.admin_secret(ACME, "mbod")}
    template = admin["target"]["template"]
    assert template["type"] == "kubernetes.io/basic-auth"
    read = {"username": ADMIN, "password": "p{{@"}
    assert {key: render(text, read) for key, text in template["data"].items()} == read
    assert "cnpg.io/reload" in template["metadata"]["labels"], "a new password reaches the database by itself"


def test_nobody_gets_in_without_tls() -> None:
    assert cluster(LEAST)["postgresql"]["pg_hba"][0] == "hostnossl all all all reject"


def test_postgresql_is_sized_by_its_memory_and_volume() -> None:
    parameters = cluster(EVERYTHING)["postgresql"]["parameters"]
    assert parameters == {
        "effective_cache_size": "2048MB",
        "log_min_duration_statement": "250",
        "max_connections": "400",
        "max_slot_wal_keep_size": "10240MB",
        "pg_stat_statements.track": "all",
        "pgaudit.log": "ddl, role",
        "shared_buffers": "1024MB",
    }
    assert all(isinstance(value, str) for value in parameters.values()), "CloudNativePG takes only text"
    assert cluster(EVERYTHING)["resources"] == {
        "requests": {"cpu": "2", "memory": "4Gi"},
        "limits": {"memory": "4Gi"},
    }


@pytest.mark.parametrize(("readers", "budget"), [(0, False), (1, True), (2, True)])
def test_a_single_instance_lets_its_node_be_drained(readers: int, budget: bool) -> None:
    spec = cluster(LEAST, database={"engine": "cloudnative-pg", "readers": readers})
    assert spec["instances"] == readers + 1
    assert spec["enablePDB"] is budget


def test_instances_are_spread_over_zones() -> None:
    assert cluster(EVERYTHING)["affinity"] == {
        "enablePodAntiAffinity": True,
        "nodeSelector": {"workload": "data"},
        "podAntiAffinityType": "preferred",
        "topologyKey": "topology.kubernetes.io/zone",
    }


def test_no_default_inside_a_list_is_left_to_the_webhook() -> None:
    """A list is compared as a whole: what the API server or the operator adds to an entry is a difference for ever."""
    spec = cluster(EVERYTHING)
    (plugin,), (role,) = spec["plugins"], spec["managed"]["roles"]
    assert {"enabled", "isWALArchiver"} <= plugin.keys()
    assert {"connectionLimit", "ensure", "inherit"} <= role.keys()
    assert spec["monitoring"]["customQueriesConfigMap"] == [{"name": "cnpg-default-monitoring", "key": "queries"}]
    assert spec["monitoring"]["enablePodMonitor"] is False


def peers(rule: dict[str, Any], side: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            one.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name", ""),
            one.get("podSelector", {}).get("matchLabels", {}),
        )
        for one in rule[side]
    ]


def test_only_declared_services_the_operator_and_prometheus_get_in() -> None:
    spec = made(EVERYTHING)["network-policy"]["spec"]
    instance = {"cnpg.io/cluster": "mbod", "cnpg.io/podRole": "instance"}
    assert spec["podSelector"] == {"matchLabels": instance}
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    let_in = {
        (port["port"], place, tuple(sorted(labels.items())))
        for rule in spec["ingress"]
        for port in rule["ports"]
        for place, labels in peers(rule, "from")
    }
    app = {
        name: tuple(sorted({"app.kubernetes.io/instance": name, "app.kubernetes.io/name": name}.items()))
        for name in ("x2bee-api-order", "x2bee-api-bo")
    }
    itself = tuple(sorted(instance.items()))
    operator = (("app.kubernetes.io/name", "cloudnative-pg"),)
    assert let_in == {
        *((5432, "acme-app", labels) for labels in app.values()),
        (5432, "", (("cnpg.io/poolerName", "mbod-pooler-rw"),)),
        (5432, "", (("app.kubernetes.io/name", "mbod-roles"),)),
        (5432, "", tuple(sorted({**instance, "cnpg.io/cluster": "event"}.items()))),
        (5432, "", (("cnpg.io/cluster", "mbod"),)),  # the operator's jobs: whoever also has `cnpg.io/jobRole`
        *((port, "", itself) for port in (5432, 8000)),
        *((port, "operators", operator) for port in (5432, 8000)),
        (9187, "watch", ()),
    }


def test_the_operators_jobs_reach_the_primary_and_the_api_server() -> None:
    jobs = {
        "matchLabels": {"cnpg.io/cluster": "mbod"},
        "matchExpressions": [{"key": "cnpg.io/jobRole", "operator": "Exists"}],
    }
    found = made(LEAST)
    own, instances = found["jobs-network-policy"]["spec"], found["network-policy"]["spec"]
    assert own["podSelector"] == jobs
    assert "ingress" not in own
    assert [port["port"] for rule in own["egress"] for port in rule["ports"]] == [53, 53, 5432, 443]
    assert {"podSelector": jobs} in [peer for rule in instances["ingress"] for peer in rule["from"]]


def test_no_rule_is_open_to_everybody() -> None:
    for said in (LEAST, EVERYTHING, {**LEAST, "pooler": "session", "monitor": False}):
        for name, one in made(said).items():
            if name.endswith("network-policy"):
                spec = one["spec"]
                assert all(rule["from"] and rule["ports"] for rule in spec.get("ingress", []))
                assert all(rule["to"] and rule["ports"] for rule in spec["egress"])


def test_instances_reach_dns_each_other_https_and_for_backups_the_agent_of_identities() -> None:
    def out(said: dict[str, Any]) -> set[tuple[int, str]]:
        return {
            (port["port"], one.get("ipBlock", {}).get("cidr", "pods"))
            for rule in made(said)["network-policy"]["spec"]["egress"]
            for port in rule["ports"]
            for one in rule["to"]
        }

    without = {(53, "pods"), (5432, "pods"), (8000, "pods"), (443, "0.0.0.0/0")}
    assert out(LEAST) == without
    assert out(EVERYTHING) == without | {(80, "169.254.170.23/32")}


def test_backups_go_to_a_folder_of_their_own_for_as_long_as_was_said() -> None:
    found = made(EVERYTHING)
    store, schedule = found["object-store"], found["scheduled-backup"]["spec"]
    configuration = store["spec"]["configuration"]
    assert configuration["destinationPath"] == f"s3://{BUCKET}"
    assert configuration["s3Credentials"] == {"inheritFromIAMRole": True}, "no key stands anywhere"
    assert store["spec"]["retentionPolicy"] == "14d"
    (plugin,) = found["cluster"]["spec"]["plugins"]
    assert plugin["isWALArchiver"] is True
    assert plugin["parameters"] == {"barmanObjectName": store["metadata"]["name"]}
    assert schedule["method"] == "plugin"
    assert schedule["pluginConfiguration"]["name"] == plugin["name"]
    assert schedule["cluster"]["name"] == found["cluster"]["metadata"]["name"]
    assert len(schedule["schedule"].split()) == 6, "seconds first"


def test_the_pods_may_write_their_own_backups_and_no_others() -> None:
    identity = backup_identity(ACME, "mbod", ACCOUNT, REGION)
    found = made(EVERYTHING)
    assert identity.namespace == found["cluster"]["metadata"]["namespace"]
    assert identity.service_account == found["cluster"]["metadata"]["name"], "the operator names it so"
    assert backup_bucket(ACME, ACCOUNT) == BUCKET
    by_sid = {one.sid: one for one in identity.statements}
    assert by_sid["Objects"].resources == (f"arn:aws:s3:::{BUCKET}/mbod/*",)
    assert by_sid["List"].resources == (f"arn:aws:s3:::{BUCKET}",)
    assert all(one.conditions for one in identity.statements)
    assert not any("*" in action for one in identity.statements for action in one.actions)
    assert not any(action.startswith("s3:Put") and action != "s3:PutObject" for action in by_sid["Objects"].actions)


def test_the_longest_names_fit() -> None:
    site = Site("a" * 10, "b" * 6)
    assert len(backup_bucket(site, ACCOUNT)) <= 63
    assert pod_role_name(site, backup_identity(site, "c" * 37, ACCOUNT, REGION).name)


def test_the_pooler_is_there_when_asked_for_and_remembers_statements_where_it_must() -> None:
    assert "pooler" not in made(LEAST)
    transaction, session = (made(EVERYTHING, pooler=mode)["pooler"]["spec"] for mode in ("transaction", "session"))
    assert transaction["pgbouncer"]["poolMode"] == "transaction"
    assert int(transaction["pgbouncer"]["parameters"]["max_prepared_statements"]) > 0
    assert "max_prepared_statements" not in session["pgbouncer"]["parameters"]
    assert transaction["cluster"]["name"] == "mbod"
    assert [one["name"] for one in transaction["template"]["spec"]["containers"]] == ["pgbouncer"]


@pytest.mark.parametrize("services", [0, 1, 2, 7])
def test_poolers_leave_half_of_the_connections_to_others(services: int) -> None:
    wanted = [f"s{index}" for index in range(services)]
    spec = made(EVERYTHING, services=wanted)["pooler"]["spec"]
    each = int(spec["pgbouncer"]["parameters"]["default_pool_size"])
    assert each >= 1
    assert each * spec["instances"] * services <= EVERYTHING["max_connections"] / 2


def test_monitors_find_instances_and_poolers_apart() -> None:
    found = made(EVERYTHING)
    selectors = [found[name]["spec"]["selector"]["matchLabels"] for name in ("pod-monitor", "pooler-pod-monitor")]
    assert selectors == [
        {"cnpg.io/cluster": "mbod", "cnpg.io/podRole": "instance"},
        {"cnpg.io/poolerName": "mbod-pooler-rw"},
    ]
    assert found["pod-monitor"]["spec"]["podMetricsEndpoints"] == [{"port": "metrics", "interval": "30s"}]
    assert not any("monitor" in name for name in made(EVERYTHING, monitor=False))


def test_the_typed_object_store_refuses_what_its_crd_refuses() -> None:
    right = made(EVERYTHING)["object-store"]
    assert ObjectStore.model_validate(right).to_manifest() == right
    for wrong in (
        {"spec": {**right["spec"], "retentionPolicy": "14"}},
        {"spec": {**right["spec"], "retention": "14d"}},
        {"spec": {"retentionPolicy": "14d"}},
        {"kind": "ObjectStores"},
    ):
        with pytest.raises(ObjectError):
            ObjectStore.model_validate({**right, **wrong})


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"database": {"instance": "db.r7g.large"}}, ["X2B343"]),
        ({"backup_bucket": BUCKET}, ["X2B344"]),
        ({"region": REGION}, ["X2B344"]),
        ({"database": {"instance": "db.r7g.large"}, "region": REGION}, ["X2B343", "X2B344"]),
        ({"max_connections": 10}, ["X2B104"]),
        ({"backup_bucket": "My_Bucket", "region": REGION}, ["X2B106"]),
        ({"memory": "lots"}, ["X2B106"]),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], codes: list[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        InClusterPostgresProps.model_validate({**LEAST, **said})
    assert [fault["type"] for fault in refused.value.errors()] == codes
