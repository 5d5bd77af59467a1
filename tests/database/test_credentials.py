"""What a service is given to reach its databases: where each value comes from, and the addresses it becomes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.database.templates import render
from x2bee_constructs import MsaDeploymentProps, NextJs, NodeJs, SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.core.leaks import find_leak
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.database import names
from x2bee_constructs.database.credentials import CertificateAuthority, DatabaseCredentialsProps, client_of
from x2bee_constructs.database.manifests import ca_mount, ca_volume, credentials_objects

ACME = Site("acme", "prd")
SERVICE = "x2bee-api-order"
CA = CertificateAuthority(config_map="rds-ca", key="global-bundle.pem")
NASTY = "p@ss:w/o?r#d&x=1 +%20\"'{}|\\^`<>[]~é한"
READ = {
    "username": "x2bee_api_order",
    "password": NASTY,
    "writer": "x2bee-acme-prd-mbod.cluster-abc.ap-northeast-2.rds.amazonaws.com",
    "reader": "x2bee-acme-prd-mbod.cluster-ro-abc.ap-northeast-2.rds.amazonaws.com",
    "port": "15432",
}


def props(**said: Any) -> DatabaseCredentialsProps:
    return DatabaseCredentialsProps.model_validate({"service": SERVICE, "client": "jdbc", **said})


def made(**said: Any) -> dict[str, dict[str, Any]]:
    return {name: dict(one.to_manifest()) for name, one in credentials_objects(ACME, props(**said)).items()}


def settings(database: str, **said: Any) -> dict[str, str]:
    """The Secret's keys with the values that External Secrets puts in."""
    templates = made(**said)[database]["spec"]["target"]["template"]["data"]
    return {key: render(text, READ) for key, text in templates.items()}


def jdbc(address: str) -> tuple[str, str | None, int | None, str, dict[str, str]]:
    """Scheme, host, port, database and parameters of a JDBC address."""
    assert address.startswith("jdbc:")
    scheme, _, rest = address.partition("://")
    found = urlsplit(f"x://{rest}")
    query = {key: value[0] for key, value in parse_qs(found.query, keep_blank_values=True, strict_parsing=True).items()}
    return scheme, found.hostname, found.port, found.path.removeprefix("/"), query


def test_one_secret_for_each_database() -> None:
    found = made(databases=["mbod"], reads=["gddp", "event"])
    assert list(found) == ["mbod", "gddp", "event"]
    for database, one in found.items():
        assert one["kind"] == "ExternalSecret"
        assert one["metadata"]["name"] == one["spec"]["target"]["name"] == f"{SERVICE}-db-{database}"
        assert one["metadata"]["namespace"] == "acme-app"
        assert int(one["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]) == WAVES["databases"] < 0
        assert not find_leak(str(one))


def test_a_deployment_takes_every_secret_that_is_made() -> None:
    longest = "a" * 40
    found = credentials_objects(ACME, props(service=longest, databases=["b" * 40]))
    wanted = [str(one.metadata.name) for one in found.values()]
    assert MsaDeploymentProps(image="a:1", runtime=SpringBoot(), settings_from=wanted).settings_from == tuple(wanted)


def test_the_login_is_a_secret_and_addresses_are_parameters() -> None:
    spec = made(databases=["mbod"])["mbod"]["spec"]
    assert spec["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "aws-secrets-manager"}
    parameters = {"sourceRef": {"storeRef": {"kind": "ClusterSecretStore", "name": "aws-parameter-store"}}}
    assert [(one["secretKey"], one["remoteRef"]["key"], one["remoteRef"].get("property")) for one in spec["data"]] == [
        ("username", "x2bee/acme/prd/db/x2bee-api-order", "username"),
        ("password", "x2bee/acme/prd/db/x2bee-api-order", "password"),
        ("writer", "/x2bee/acme/prd/db/mbod/writer", None),
        ("reader", "/x2bee/acme/prd/db/mbod/reader", None),
        ("port", "/x2bee/acme/prd/db/mbod/port", None),
    ]
    for one in spec["data"]:
        assert {key: one[key] for key in one if key == "sourceRef"} == (
            {} if one["secretKey"] in {"username", "password"} else parameters
        )
    assert all(one["remoteRef"]["key"] != names.admin_secret(ACME, "mbod") for one in spec["data"])


def test_other_stores_may_be_named() -> None:
    found = str(made(databases=["mbod"], secret_store="vault", parameter_store="params"))
    assert "aws-" not in found
    assert found.count("'vault'") == 1
    assert found.count("'params'") == 3


def test_no_default_is_left_to_the_api_server() -> None:
    spec = made(databases=["mbod"])["mbod"]["spec"]
    assert spec["refreshInterval"] == "1h0m0s"
    target = spec["target"]
    assert (target["creationPolicy"], target["deletionPolicy"]) == ("Owner", "Retain")
    assert (target["template"]["engineVersion"], target["template"]["mergePolicy"]) == ("v2", "Replace")
    defaults = {
        "conversionStrategy": "Default",
        "decodingStrategy": "None",
        "metadataPolicy": "None",
        "nullBytePolicy": "Ignore",
    }
    for one in spec["data"]:
        assert {key: value for key, value in one["remoteRef"].items() if key not in {"key", "property"}} == defaults


def test_spring_finds_its_own_database_and_every_one_by_name() -> None:
    found = settings("mbod", databases=["mbod"], reads=["gddp"])
    assert set(found) == {
        *(f"SPRING_DATASOURCE_{key}" for key in ("URL", "USERNAME", "PASSWORD")),
        *(f"DATASOURCE_MBOD_{key}" for key in ("WRITER_URL", "READER_URL", "USERNAME", "PASSWORD")),
    }
    assert found["SPRING_DATASOURCE_URL"] == found["DATASOURCE_MBOD_WRITER_URL"] != found["DATASOURCE_MBOD_READER_URL"]
    assert found["SPRING_DATASOURCE_PASSWORD"] == found["DATASOURCE_MBOD_PASSWORD"] == NASTY
    other = settings("gddp", databases=["mbod"], reads=["gddp"])
    assert set(other) == {f"DATASOURCE_GDDP_{key}" for key in ("WRITER_URL", "READER_URL", "USERNAME", "PASSWORD")}


def test_who_only_reads_is_led_to_the_first_databases_readers() -> None:
    found = settings("gddp", reads=["gddp", "mbod"])
    assert found["SPRING_DATASOURCE_URL"] == found["DATASOURCE_GDDP_READER_URL"]
    assert not any(key.startswith("SPRING") for key in settings("mbod", reads=["gddp", "mbod"]))


def test_no_two_secrets_of_a_service_have_a_key_in_common() -> None:
    for client in ("jdbc", "aws-jdbc-wrapper", "node"):
        keys = [
            key
            for one in made(client=client, databases=["my-db"], reads=["gddp", "event"]).values()
            for key in one["spec"]["target"]["template"]["data"]
        ]
        assert len(keys) == len(set(keys))
        assert any("MY_DB" in key for key in keys)


def test_the_address_of_postgresqls_own_driver() -> None:
    scheme, host, port, database, query = jdbc(settings("mbod", databases=["mbod"])["DATASOURCE_MBOD_WRITER_URL"])
    assert (scheme, host, port, database) == ("jdbc:postgresql", READ["writer"], 15432, "mbod")
    assert query == {
        "ApplicationName": SERVICE,
        "connectTimeout": "5",
        "socketTimeout": "120",
        "sslmode": "require",
        "tcpKeepAlive": "true",
    }
    reader = jdbc(settings("mbod", databases=["mbod"])["DATASOURCE_MBOD_READER_URL"])
    assert reader[1] == READ["reader"]
    assert reader[4] == query


def test_the_address_of_the_aws_wrapper() -> None:
    said: dict[str, Any] = {"client": "aws-jdbc-wrapper", "databases": ["mbod"], "reads": ["gddp"]}
    scheme, host, port, database, query = jdbc(settings("mbod", **said)["SPRING_DATASOURCE_URL"])
    assert (scheme, host, port, database) == ("jdbc:aws-wrapper:postgresql", READ["writer"], 15432, "mbod")
    assert query["wrapperPlugins"] == "auroraConnectionTracker,failover2,efm2"
    assert query["wrapperDialect"] == "aurora-pg"
    assert query["failoverTimeoutMs"] == "60000"
    assert query["connectTimeout"] == "5000", "the wrapper counts milliseconds, the driver seconds"
    assert "socketTimeout" not in query, "efm2 tells a slow statement from a dead server"
    assert (query["monitoring-connectTimeout"], query["monitoring-socketTimeout"]) == ("3000", "3000")
    assert query["sslmode"] == "require"


def test_every_cluster_has_its_own_id() -> None:
    said: dict[str, Any] = {"client": "aws-jdbc-wrapper", "databases": ["mbod"], "reads": ["gddp"]}
    for database in ("mbod", "gddp"):
        found = settings(database, **said)
        addresses = [found[f"DATASOURCE_{database.upper()}_{what}_URL"] for what in ("WRITER", "READER")]
        assert {jdbc(address)[4]["clusterId"] for address in addresses} == {database}


@pytest.mark.parametrize("client", ["jdbc", "aws-jdbc-wrapper", "node"])
def test_no_password_and_no_schema_stands_in_a_jdbc_address(client: str) -> None:
    for key, value in settings("mbod", client=client, databases=["mbod"]).items():
        if key.endswith("URL") and client != "node":
            assert NASTY not in value
            assert "password" not in value.lower()
        assert "currentSchema" not in value
        assert "search_path" not in value


def test_node_is_given_one_address_for_writing_and_one_for_reading() -> None:
    found = settings("mbod", client="node", databases=["mbod"])
    assert set(found) == {"DATABASE_MBOD_URL", "DATABASE_MBOD_READER_URL"}
    address = urlsplit(found["DATABASE_MBOD_URL"])
    assert (address.scheme, address.hostname, address.port) == ("postgresql", READ["writer"], 15432)
    assert (address.path, address.username) == ("/mbod", "x2bee_api_order")
    assert unquote(address.password or "") == NASTY
    query = {"application_name": [SERVICE], "sslmode": ["require"], "uselibpqcompat": ["true"]}
    assert parse_qs(address.query, strict_parsing=True) == query
    assert urlsplit(found["DATABASE_MBOD_READER_URL"]).hostname == READ["reader"]
    only_read = settings("mbod", client="node", reads=["mbod"])
    assert only_read["DATABASE_MBOD_URL"] == only_read["DATABASE_MBOD_READER_URL"]


@given(password=st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()))
def test_any_password_survives_its_address(password: str) -> None:
    template = made(client="node", databases=["mbod"])["mbod"]["spec"]["target"]["template"]["data"]
    address = urlsplit(render(template["DATABASE_MBOD_URL"], {**READ, "password": password}))
    assert (address.hostname, address.port, address.path) == (READ["writer"], 15432, "/mbod")
    assert unquote(address.password or "") == password


def test_with_an_authority_certificate_and_host_name_are_verified() -> None:
    file = "/etc/x2bee/database-ca/global-bundle.pem"
    for client in ("jdbc", "aws-jdbc-wrapper"):
        query = jdbc(settings("mbod", client=client, databases=["mbod"], ca=CA)["SPRING_DATASOURCE_URL"])[4]
        assert (query["sslmode"], query["sslrootcert"]) == ("verify-full", file)
    node = urlsplit(settings("mbod", client="node", databases=["mbod"], ca=CA)["DATABASE_MBOD_URL"])
    wanted = {"application_name": [SERVICE], "sslmode": ["verify-full"], "sslrootcert": [file]}
    assert parse_qs(node.query, strict_parsing=True) == wanted


def test_the_authority_is_mounted_where_the_addresses_look_for_it() -> None:
    volume, mount = ca_volume(CA).to_wire(), ca_mount().to_wire()
    assert volume["name"] == mount["name"]
    assert volume["configMap"]["name"] == "rds-ca"
    (item,) = volume["configMap"]["items"]
    assert item["key"] == "global-bundle.pem"
    assert CA.path == f"{mount['mountPath']}/{item['path']}"
    assert mount["readOnly"] is True


def test_a_database_in_the_cluster_is_reached_by_its_services() -> None:
    said: dict[str, Any] = {"databases": ["mbod"], "reads": ["gddp"], "in_cluster": {"mbod": 3, "gddp": 1}}
    found = settings("mbod", **said)
    home = "acme-data.svc.cluster.local"
    for key, host in (("WRITER", f"mbod-rw.{home}"), ("READER", f"mbod-ro.{home}")):
        assert jdbc(found[f"DATASOURCE_MBOD_{key}_URL"])[:4] == ("jdbc:postgresql", host, 5432, "mbod")
    alone = settings("gddp", **said)
    assert jdbc(alone["DATASOURCE_GDDP_READER_URL"])[1] == f"gddp-rw.{home}", "it has no standby to read from"
    for one in made(**said).values():
        assert [read["secretKey"] for read in one["spec"]["data"]] == ["username", "password"]
        assert "aws-parameter-store" not in str(one)


def test_the_switch_to_the_cluster_changes_neither_secrets_nor_keys() -> None:
    for client in ("jdbc", "aws-jdbc-wrapper", "node"):
        aws, here = (
            made(client=client, databases=["mbod"], in_cluster=instances)["mbod"] for instances in ({}, {"mbod": 2})
        )
        assert aws["metadata"] == here["metadata"]
        assert aws["spec"]["data"][:2] == here["spec"]["data"]
        assert aws["spec"]["target"]["template"]["data"].keys() == here["spec"]["target"]["template"]["data"].keys()


def test_the_wrapper_expects_no_aurora_in_the_cluster() -> None:
    said: dict[str, Any] = {"client": "aws-jdbc-wrapper", "databases": ["mbod"], "in_cluster": {"mbod": 2}, "ca": CA}
    scheme, _, _, _, query = jdbc(settings("mbod", **said)["SPRING_DATASOURCE_URL"])
    assert scheme == "jdbc:aws-wrapper:postgresql", "its driver takes no other address"
    assert query["wrapperPlugins"] == ""
    assert query["wrapperDialect"] == "pg"
    assert query["socketTimeout"] == "120000"
    assert query["sslmode"] == "require", "the operator's certificates are not signed by AWS"
    assert not {"failoverTimeoutMs", "sslrootcert"} & query.keys()


def test_writing_through_the_pooler() -> None:
    said: dict[str, Any] = {"databases": ["mbod"], "in_cluster": {"mbod": 2}, "pooled": ["mbod"]}
    found = settings("mbod", **said)
    assert jdbc(found["SPRING_DATASOURCE_URL"])[1] == "mbod-pooler-rw.acme-data.svc.cluster.local"
    assert jdbc(found["DATASOURCE_MBOD_READER_URL"])[1] == "mbod-ro.acme-data.svc.cluster.local"


def test_long_statements_may_be_allowed() -> None:
    found = settings("mbod", databases=["mbod"], statement_seconds=3600)
    assert jdbc(found["SPRING_DATASOURCE_URL"])[4]["socketTimeout"] == "3600"


@pytest.mark.parametrize(
    ("runtime", "client"),
    [
        (SpringBoot(), "jdbc"),
        (SpringBoot(jdbc_wrapper=True), "aws-jdbc-wrapper"),
        (SpringBatch(jdbc_wrapper=True), "aws-jdbc-wrapper"),
        (SpringBatch(), "jdbc"),
        (NextJs(), "node"),
        (NodeJs(), "node"),
        (SpringCloudGateway(), None),
    ],
    ids=lambda value: str(getattr(value, "kind", value)),
)
def test_a_runtime_says_how_it_reads_addresses(runtime: Any, client: str | None) -> None:
    assert client_of(runtime) == client


def test_the_wrappers_driver_is_named_where_its_addresses_are() -> None:
    """The other way round nothing would start: neither driver takes the other's addresses."""
    for wrapper in (False, True):
        runtime = SpringBoot(jdbc_wrapper=wrapper, clusters=["mbod"])
        driver = runtime.profile().env.get("SPRING_DATASOURCE_DRIVER_CLASS_NAME", "")
        address = settings("mbod", client=client_of(runtime), databases=["mbod"])["SPRING_DATASOURCE_URL"]
        assert driver.startswith("software.amazon") == address.startswith("jdbc:aws-wrapper:") == wrapper


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({}, "X2B340", "'x2bee-api-order' uses no database"),
        ({"databases": ["mbod"], "reads": ["mbod"]}, "X2B341", "'mbod' stands in reads and in databases"),
        ({"databases": ["mbod"], "in_cluster": {"mbd": 1}}, "X2B342", "did you mean 'mbod'"),
        ({"databases": ["mbod"], "pooled": ["mbod"]}, "X2B342", "'mbod' of pooled is no database that this is about"),
        ({"reads": ["mbod"], "in_cluster": {"mbod": 2}, "pooled": ["mbod"]}, "X2B342", "expected none, got mbod"),
        ({"databases": ["mbod"], "in_cluster": {"mbod": 0}}, "X2B104", "at least 1"),
        ({"databases": ["mbod", "mbod"]}, "X2B101", "stands twice"),
        ({"databases": ["mbod"], "client": "odbc"}, "X2B104", "odbc"),
        ({"databases": ["mbod"], "ca": {"config_map": "Rds", "key": "a"}}, "X2B106", "a ConfigMap's name"),
        ({"databases": ["mbod"], "ca": {"config_map": "rds", "key": "../a"}}, "X2B106", "a ConfigMap's key"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        props(**said)
    assert [fault["type"] for fault in refused.value.errors()] == [code]
    assert words in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        props(databases=["mbod"], reads=["mbod"], in_cluster={"x": 1}, pooled=["y"])
    assert [fault["type"] for fault in refused.value.errors()] == ["X2B341", "X2B342", "X2B342"]
