"""Bad input: every fault in one run, each at its line and column, with what is allowed and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from x2bee_constructs import SpecError, load_platform

GOOD = """\
customer: beta
domain: beta-shop.co.kr
region: ap-northeast-2
account: "012345678901"
databases:
  mbod: {instance: db.r7g.large}
  gddp: {instance: db.r7g.large}
  event: {instance: db.r7g.large}
services:
  x2bee-api-gift: {runtime: spring-boot, database: event, calls: [x2bee-api-member]}
environments:
  dev: {size: small}
  prd:
    size: large
"""


def load(tmp_path: Path, text: str | bytes, environment: str = "prd") -> SpecError:
    path = tmp_path / "beta.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SpecError) as caught:
        load_platform(path, environment)
    return caught.value


def test_the_good_file_is_good(tmp_path: Path) -> None:
    (tmp_path / "beta.yaml").write_text(GOOD)
    assert load_platform(tmp_path / "beta.yaml", "dev").size == "small"
    assert load_platform(tmp_path / "beta.yaml", "prd").size == "large"


FAULTS = [
    # what is broken, how, the finding's code, where (line, column), what it says
    ("customer: beta", "custmer: beta", "X2B102", (1, 1), "did you mean 'customer'?"),
    ("customer: beta", "customer: Beta_Shop", "X2B106", (1, 11), "2 to 10 lower-case letters"),
    ("customer: beta", "customer: 7beta", "X2B106", (1, 11), "first a letter"),
    ("customer: beta", "customer: b\u0435ta", "X2B106", (1, 11), "is not allowed here"),
    ("customer: beta", "customer:", "X2B103", (1, 1), "nothing"),
    ("domain: beta-shop.co.kr", "domain: https://beta", "X2B106", (2, 9), "a domain such as"),
    ("region: ap-northeast-2", "region: seoul", "X2B106", (3, 9), "such as ap-northeast-2"),
    ('account: "012345678901"', "account: 012345678901", "X2B103", (4, 10), 'account: "012345678901"'),
    ('account: "012345678901"', 'account: "123"', "X2B106", (4, 10), "12 digits"),
    ('account: "012345678901"\n', "", "X2B105", (1, 1), "missing key 'account'"),
    ("mbod: {instance: db.r7g.large}", "mbod: {instance: r7g.large}", "X2B106", (6, 20), "an instance class"),
    ("mbod: {instance: db.r7g.large}", 'mbod: {instance: db.r7g.large, readers: "2"}', "X2B103", (6, 43), "a whole number"),
    ("mbod: {instance: db.r7g.large}", "mbod: {instance: db.r7g.large, readers: 99}", "X2B104", (6, 43), "at most 15"),
    ("mbod: {instance: db.r7g.large}", "mbod: {instance: db.r7g.large, readers: 0}", "X2B204", (6, 43), "has no readers"),
    ("event: {instance: db.r7g.large}\n", "event: {instance: db.r7g.large}\n  spare: {instance: db.r7g.large}\n", "X2B203", (9, 3), "no service uses"),
    ("runtime: spring-boot", "runtime: sprong-boot", "X2B104", (10, 29), "did you mean 'spring-boot'?"),
    ("runtime: spring-boot, ", "", "X2B105", (10, 3), "missing key 'runtime'"),
    ("runtime: spring-boot", "runtime: {kind: nodejs, port: 0}", "X2B104", (10, 50), "at least 1"),
    ("database: event", "databse: event", "X2B102", (10, 42), "did you mean 'database'?"),
    ("database: event", "database: evnt", "X2B202", (10, 52), "did you mean 'event'?"),
    ("database: event", "database: event, writes: [x2bee-api-evnt]", "X2B209", (10, 68), "did you mean 'x2bee-api-event'?"),
    ("database: event", "writes: [x2bee-api-event]", "X2B209", (10, 51), "nothing: no other service"),
    ("[x2bee-api-member]", "[x2bee-api-membr]", "X2B201", (10, 67), "did you mean 'x2bee-api-member'?"),
    ("[x2bee-api-member]", "[x2bee-api-gift]", "X2B201", (10, 67), "calls itself"),
    ("[x2bee-api-member]", "x2bee-api-member", "X2B103", (10, 66), "a list"),
    ("  x2bee-api-gift:", "  Gift_API:", "X2B106", (10, 3), "gift-api"),
    ("services:\n", "services:\n  x2bee-cc: {enabled: maybe}\n", "X2B103", (10, 23), "true or false"),
    ("services:\n", "services:\n  x2bee-cc: {image: x2bee-cc}\n", "X2B107", (10, 21), "not pinned"),
    ("services:\n", "services:\n  x2bee-cc: {replicas: {min: 3, max: 1}}\n", "X2B108", (10, 38), "at least replicas.min (3)"),
    ("services:\n", "services:\n  x2bee-batch-scheduler-mbod: {replicas: {max: 2}}\n", "X2B108", (10, 42), "singleton"),
    ("services:\n", "services:\n  x2bee-cc: {env: {A: 1.10}}\n", "X2B103", (10, 23), 'A: "1.10"'),
    ("services:\n", "network: {cidr: 10.0.0.0/8}\nservices:\n", "X2B109", (9, 17), "prefix /16"),
    ("services:\n", "network: {cidr: 8.8.0.0/16}\nservices:\n", "X2B109", (9, 17), "private"),
    ("services:\n", "network: {cidr: 10.0.1.0/16}\nservices:\n", "X2B109", (9, 17), "not a network"),
    ("services:\n", "addons: {keda: false}\nservices:\n  x2bee-cc: {scaling: {requests_per_second: 50}}\n", "X2B123", (9, 16), "KEDA does not run"),
    ("services:\n", "network: {zones: [ap-northeast-2a, us-east-1b, ap-northeast-2c]}\nservices:\n", "X2B205", (9, 36), "ap-northeast-2"),
    ("services:\n", "network: {zones: [ap-northeast-2a, ap-northeast-2b]}\nservices:\n", "X2B205", (9, 18), "in three zones"),
    ("services:\n", "apm: {vendor: datadog}\nservices:\n", "X2B104", (9, 15), "'whatap', 'scouter' or 'otel'"),
    ("services:\n", "apm: [whatap]\nservices:\n", "X2B103", (9, 6), "a mapping"),
    ("services:\n", "apm: {vendor: otel, disk_gib: 9}\nservices:\n", "X2B440", (9, 31), "of scouter, and the vendor is otel"),
    ("services:\n", "release: latest\nservices:\n", "X2B106", (9, 10), "not latest"),
    ("services:\n", "members: -1\nservices:\n", "X2B104", (9, 10), "at least 0"),
    ("services:\n", "customer: gamma\nservices:\n", "X2B101", (9, 1), "stands twice"),
    ("services:\n", "environment: prd\nservices:\n", "X2B102", (9, 1), "did you mean 'environments'?"),
    ("services:\n", "services:\n\tx: 1\n", "X2B100", (10, 1), "not YAML"),
    ("services:\n", "services: *nowhere\n", "X2B100", (9, 11), "undefined alias"),
    ("    size: large", "    size: huge", "X2B104", (14, 11), "'small', 'medium' or 'large'"),
    ("    size: large", "    sise: large", "X2B102", (14, 5), "did you mean 'size'?"),
    ("  dev: {size: small}", "  dev: {size: tiny}", "X2B104", (12, 15), "cannot be 'tiny'"),
    ("  dev: {size: small}", "  dev: small", "X2B103", (12, 8), "a mapping of what differs"),
    ("mbod: {instance: db.r7g.large}", "mbod: [1]", "X2B103", (6, 9), "'mbod' has the wrong type"),
    ("services:\n", "services:\n  x2bee-fo: nextjs\n", "X2B103", (10, 13), "'x2bee-fo' has the wrong type"),
    ("services:\n", "services:\n  x2bee-fo: {runtime: {port: 0}}\n", "X2B104", (10, 30), "at least 1"),
    ("services:\n", "services:\n  x2bee-api-ordr: {replicas: {max: 9}}\n", "X2B113", (10, 3), "did you mean 'x2bee-api-order'?"),
    ("services:\n", "services:\n  x2bee-ccc: {enabled: false}\n", "X2B113", (10, 3), "did you mean 'x2bee-cc'?"),
    ("services:\n", "services:\n  namespace: {runtime: nodejs}\n", "X2B114", (10, 3), "no service can be called"),
    ("services:\n", "compatibility: {gateway_service: true}\nservices:\n  beta-x2bee-gw-svc: {runtime: nodejs}\n", "X2B114", (11, 3), "no service"),
    ("services:\n", "compatibility: {gateway_service: true}\nservices:\n  x2bee-gw: {enabled: false}\n  x2bee-fo: {calls: []}\n", "X2B115", (9, 34), "no 'x2bee-gw'"),
    ("services:\n", "services:\n  x2bee-cc: {image: 'team/cc:1'}\n", "X2B106", (10, 21), "cannot be a repository"),
    ("services:\n", "services:\n  x2bee-cc: {image: 'a::1'}\n", "X2B106", (10, 21), "is not an image"),
    ("services:\n", "services:\n  x2bee-cc: {image: 'x@sha256:zz'}\n", "X2B106", (10, 21), "is not an image"),
    ("services:\n", "services:\n  x2bee-cc: {env: {PORT: '9999'}}\n", "X2B112", (10, 26), "follows the runtime"),
    ("services:\n", "services:\n  x2bee-cc: {env: {A: 'arn:aws:iam::1:role/x'}}\n", "X2B111", (10, 23), "an ARN may not"),
    ("services:\n", "services:\n  x2bee-cc: {resources: {memory: '512'}}\n", "X2B106", (10, 34), "with a unit"),
    ("services:\n", "services:\n  x2bee-cc: {resources: {cpu: 1Gi}}\n", "X2B106", (10, 31), "CPU such as"),
    ("services:\n", "services:\n  x2bee-cc: {calls: [x2bee-gw, x2bee-gw]}\n", "X2B101", (10, 21), "stands twice in this list"),
    ("services:\n", "services:\n  x2bee-api-goods: {reads: [gddp]}\n", "X2B101", (10, 29), "writes to 'gddp' already"),
    ("services:\n", "services:\n  x2bee-cc: {env: {DB_PASSWORD: hunter2}}\n", "X2B116", (10, 33), "a secret in clear"),
    ("services:\n", "services:\n  x2bee-cc: {timing: {grace: 40}}\n", "X2B110", (10, 30), "≤ grace 40"),
    ("services:\n", "services:\n  x2bee-cc: {priority: high}\n", "X2B104", (10, 24), "'critical', 'standard' or 'batch'"),
    ("services:\n", "services:\n  x2bee-cc: {secrets: {A: {secret: 'arn:aws:x'}}}\n", "X2B106", (10, 36), "the name of a secret"),
    ("services:\n", "services:\n  x2bee-cc: {access: {queues: [{name: q}]}}\n", "X2B120", (10, 32), "grants nothing"),
    ("services:\n", "services:\n  x2bee-cc: {replicas: {min: 1}}\n", "X2B117", (10, 30), "at least 3"),
    ("services:\n", "services:\n  x2bee-api-member: {calls: [x2bee-api-order]}\n", "X2B118", (10, 30), "x2bee-api-order"),
    ('mbod: {instance: db.r7g.large}', 'mbod: {engine: cloudnative-pg, instance: db.r7g.large}', 'X2B322', (6, 44), "'instance' has no meaning for cloudnative-pg"),
    ('mbod: {instance: db.r7g.large}', 'mbod: {instance: db.r7g.large, serverless: {min: 1, max: 4}}', 'X2B320', (6, 46), "'serverless' contradicts 'instance'"),
    ('mbod: {instance: db.r7g.large}', 'mbod: {instance: db.r9z.large}', 'X2B321', (6, 20), "unknown instance class 'db.r9z.large'; did"),
    ('mbod: {instance: db.r7g.large}', 'mbod: {instance: db.r7g.large, listens: 15433}', 'X2B324', (7, 3), "'gddp' listens on 15433, as 'mbod' does"),
    ('mbod: {instance: db.r7g.large}', 'mbod: {instance: db.r7g.large, copy_region: ap-northeast-2}', 'X2B326', (6, 47), "'mbod' is copied to where it is"),
    ('services:\n', 'syncs:\n  a: {source: {database: mbod, service: x2bee-api-member}, target: {database: evnt, service: x2bee-api-event}, mode: logical, tables: [{name: t}]}\nservices:\n', 'X2B331', (10, 79), "there is no database 'evnt'; did you mean"),
    ('services:\n', 'syncs:\n  a: {source: {database: mbod, service: x2bee-api-goods}, target: {database: event, service: x2bee-api-event}, mode: logical, tables: [{name: t}]}\nservices:\n', 'X2B332', (10, 41), "'x2bee-api-goods' has no schema in 'mbod'"),
    ('services:\n', 'syncs:\n  a: {source: {database: mbod, service: x2bee-api-member}, target: {database: mbod, service: x2bee-api-order}, mode: logical, tables: [{name: t}]}\nservices:\n', 'X2B348', (10, 79), "source and target are one database, 'mbod'"),
    ('services:\n', 'syncs:\n  a: {source: {database: mbod, service: x2bee-api-member}, target: {database: event, service: x2bee-api-event}, mode: batch, tables: [{name: t, key: [id]}]}\nservices:\n', 'X2B349', (10, 135), "'t' has no watermark"),
    ('services:\n', 'sessions: {port: 6379}\nservices:\n', 'X2B338', (9, 18), 'port 6379 is the usual one'),
    ('services:\n', "sessions: {version: '5.0'}\nservices:\n", 'X2B337', (9, 21), "ElastiCache has no version '5.0' of valkey"),
    ('runtime: spring-boot', "runtime: {kind: spring-boot, sessions: true, session_namespace: 'x2bee:shop:vip'}", 'X2B336', (10, 84), "namespace 'x2bee:shop:vip' lies within"),
    ('services:\n', 'logs: {access: {archive_days: 90}, certificate: 12345678-1234-1234-1234-123456789012}\nservices:\n', 'X2B350', (9, 31), "'access' logs are kept for less than the"),
    ('services:\n', 'logs: {}\nservices:\n', 'X2B355', (9, 1), 'nothing proves that logs.beta-shop.co.kr is'),
    ('services:\n', 'logs: {volume: {gib_per_day: 90}, certificate: 12345678-1234-1234-1234-123456789012}\nservices:\n', 'X2B352', (9, 1), 'the logs do not fit into OpenSearch'),
    ('services:\n', 'logs: {services: {x2bee-api-ordr: commerce}, certificate: 12345678-1234-1234-1234-123456789012}\nservices:\n', 'X2B201', (9, 35), "there is no service 'x2bee-api-ordr'; did"),
    ('services:\n', "logs: {masks: [{name: all, pattern: '('}], certificate: 12345678-1234-1234-1234-123456789012}\nservices:\n", 'X2B360', (9, 37), "'(' cannot be a mask: missing ),"),
    ("services:\n", "services:\n  x2bee-api-display: {timing: {request: 20}}\n", "X2B304", (10, 41), "may answer (30 s)"),
    ("services:\n", "services:\n  x2bee-cc: {objectives: {latency_ms: 30000}}\n", "X2B382", (10, 39), "'x2bee-cc' is cut off before it is slower"),
    ("services:\n", "istio_revision: null\nservices:\n  x2bee-cc: {objectives: {availability: 98.5}}\n", "X2B383", (11, 41), "nobody measures what 'x2bee-cc' promises"),
    ("services:\n", "observability: {metrics: {series: 500000, storage_gib: 10}}\nservices:\n", "X2B378", (9, 56), "does not hold 15 days in 10 GiB"),
    ("services:\n", "services:\n  x2bee-cc: {egress: [{cidrs: ['999.1.1.1/77'], ports: [1]}]}\n", "X2B109", (10, 32), "is not a network"),
    ("services:\n", "services:\n  x2bee-cc: {files: {/tmp: x}}\n", "X2B112", (10, 28), "writes to"),
    ("services:\n", "services:\n  x2bee-cc: {owner: 'arn:aws:iam::1:x'}\n", "X2B106", (10, 21), "a team, channel"),
    ("services:\n", "services:\n  x2bee-cc: {secrets: {A: {secret: x2bee/beta/prd/a}}}\n", "X2B106", (10, 36), "is put before the name"),
    ("services:\n", "node_selector: {'bad key!': x}\nservices:\n", "X2B106", (9, 17), "a label's key"),
    ("services:\n", "network: {cidr: 10.20.0.0/255.255.0.0}\nservices:\n", "X2B109", (9, 17), "prefix /16"),
    ("services:\n", "network: {cidr: 127.0.0.0/16}\nservices:\n", "X2B109", (9, 17), "private"),
    ("services:\n", "network: {nat_gateways: true}\nservices:\n", "X2B103", (9, 25), "a whole number"),
    ("services:\n", "network: {zones: [ap-northeast-2a, ap-northeast-2b, ap-northeast-20]}\nservices:\n", "X2B205", (9, 53), "ap-northeast-2"),
    ("services:\n", "members: .inf\nservices:\n", "X2B103", (9, 10), "is not a number"),
    ("services:\n", "<<: {size: small}\nservices:\n", "X2B103", (9, 1), "merge keys"),
    ("services:\n", "? [a, b]\n: 1\nservices:\n", "X2B103", (9, 3), "a key must be text"),
    ("services:\n", "size: &a [*a]\nservices:\n", "X2B100", (9, 7), "contains itself"),
    ("services:\n", "size: " + "[" * 60 + "\nservices:\n", "X2B100", (9, 47), "nested more than 40 deep"),
    ("region: ap-northeast-2", "region: ca-central-1", "X2B205", (3, 9), "three zones of ca-central-1"),
    ("region: ap-northeast-2", "region: us-east-1", "X2B205", (3, 9), "the zones of us-east-1 must be said"),
    ("region: ap-northeast-2", "region: eu-north-1", "X2B205", (3, 9), "aws ec2 describe-availability-zones --region eu-north-1"),
    ("region: ap-northeast-2", "region: us-east-1\nnetwork: {zones: [us-east-1a, us-east-1b]}", "X2B205", (4, 18), "in three zones"),
    ("services:\n", "node_selector: {node.kubernetes.io/pool: web}\nservices:\n", "X2B106", (9, 17), "a label of your own"),
    ("services:\n", "cluster: {administrators: [x2bee-beta-prd-cluster-admin]}\nservices:\n", "X2B101", (9, 28), "let in already"),
    ("services:\n", "cluster: {viewers: [Ops, x2bee-beta-prd-node]}\nservices:\n", "X2B101", (9, 26), "let in already"),
    ("services:\n", "cluster: {nodes: auto-mode, addon_versions: {coredns: v1.12.1-eksbuild.2}}\nservices:\n", "X2B121", (9, 45), "Auto Mode"),
    ("region: ap-northeast-2", "region: cn-north-1", "X2B106", (3, 9), "of the aws partition"),
    ("    size: large", "    environment: prd", "X2B102", (14, 5), "in an environment"),
    ("  dev: {size: small}", "  Development: {size: small}", "X2B106", (12, 3), "2 to 6 lower-case"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "code", "place", "said"), FAULTS)
def test_a_fault_is_told_at_its_place(
    tmp_path: Path, good: str, bad: str, code: str, place: tuple[int, int], said: str
) -> None:
    assert good in GOOD
    error = load(tmp_path, GOOD.replace(good, bad, 1))
    found = [(f.code, (f.where.line, f.where.column)) for f in error.findings if f.where]
    assert found == [(code, place)], str(error)
    finding = error.findings[0]
    assert said in f"{finding.title} {finding.expected} {finding.got} {finding.fix}", str(error)
    assert f"beta.yaml:{place[0]}:{place[1]}" in str(error)
    assert str(error).endswith("1 fault; nothing was synthesized")


def test_yaml_1_2_has_no_norway_problem(tmp_path: Path) -> None:
    (tmp_path / "no.yaml").write_text(GOOD.replace("customer: beta", "customer: no"))
    assert load_platform(tmp_path / "no.yaml", "prd").customer == "no"


def test_all_faults_in_one_run(tmp_path: Path) -> None:
    text = (
        GOOD.replace("customer: beta", "customr: beta").replace("012345678901", "12").replace("spring-boot", "spring")
    )
    text = text.replace("x2bee-api-member]", "x2bee-api-membr, 5, nobody, Bad Name]").replace("small", "tiny")
    codes = [f.code for f in load(tmp_path, text).findings]
    assert codes == ["X2B102", "X2B106", "X2B104", "X2B201", "X2B103", "X2B201", "X2B106", "X2B104"]


def test_what_is_missing_shows_an_example(tmp_path: Path) -> None:
    error = load(
        tmp_path,
        GOOD.replace("  mbod: {instance: db.r7g.large}", "  own: {}").replace("database: event", "database: own"),
    )
    assert [(f.code, f.place, f.fix) for f in error.findings] == [
        ("X2B105", "databases.own.instance", "instance: db.r7g.large")
    ]


def test_nothing_said_is_the_standard(tmp_path: Path) -> None:
    (tmp_path / "beta.yaml").write_text(GOOD.replace("  mbod: {instance: db.r7g.large}", "  mbod:"))
    assert load_platform(tmp_path / "beta.yaml", "prd").databases["mbod"].readers == 2


def test_wrong_zones_are_told_one_by_one(tmp_path: Path) -> None:
    text = GOOD.replace("services:\n", "network: {zones: [1, 2, ap-northeast-2c]}\nservices:\n")
    assert [(f.code, f.place) for f in load(tmp_path, text).findings] == [
        ("X2B103", "network.zones.0"),
        ("X2B103", "network.zones.1"),
    ]


def test_environments_of_the_wrong_type_are_one_fault(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("environments:")] + "environments: [dev, prd]\n"
    assert [f.code for f in load(tmp_path, text).findings] == ["X2B103"]


def test_a_renamed_database_is_missed_by_who_uses_it_only(tmp_path: Path) -> None:
    error = load(
        tmp_path,
        GOOD.replace("database: event", "database: vent").replace("  event: {", "  vent: {").replace("vent:", "went:"),
    )
    assert [(f.code, f.place) for f in error.findings] == [
        ("X2B203", "databases.went"),
        ("X2B202", "services.x2bee-api-gift.database"),
    ]


def test_places_in_an_overlay_say_which(tmp_path: Path) -> None:
    error = load(tmp_path, GOOD.replace("    size: large", "    apm: {vendor: x}"))
    assert [f.place for f in error.findings] == ["environments.prd.apm.vendor"]


def test_a_misspelt_required_key_is_one_fault(tmp_path: Path) -> None:
    assert [f.code for f in load(tmp_path, GOOD.replace("customer:", "custmer:")).findings] == ["X2B102"]


def test_an_overlay_that_contradicts_the_base_shows_both_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("calls: [", "replicas: {min: 4}, calls: [")
        + "    services: {x2bee-api-gift: {replicas: {max: 2}}}\n"
    )
    error = load(tmp_path, text)
    assert [(f.code, f.where and f.where.line, f.related and f.related.line) for f in error.findings] == [
        ("X2B108", 15, 10)
    ]
    assert "^ the other place" in str(error)


def test_a_fault_in_another_environment_is_found_too(tmp_path: Path) -> None:
    text = GOOD.replace("  dev: {size: small}", "  dev: {size: tiny}")
    assert load(tmp_path, text, "prd").findings[0].place == "environments.dev.size"


def test_a_disabled_standard_service_leaves_its_callers_lists(tmp_path: Path) -> None:
    path = tmp_path / "beta.yaml"
    path.write_text(GOOD.replace("services:\n", "services:\n  x2bee-api-common: {enabled: false}\n"))
    platform = load_platform(path, "prd")
    assert "x2bee-api-common" not in platform.enabled_services
    assert "x2bee-api-common" not in platform.services["x2bee-gw"].calls


def test_a_call_to_a_disabled_service_that_somebody_wrote_is_a_fault(tmp_path: Path) -> None:
    text = GOOD.replace("services:\n", "services:\n  x2bee-api-member: {enabled: false}\n")
    assert [(f.code, f.place) for f in load(tmp_path, text).findings] == [("X2B201", "services.x2bee-api-gift.calls.0")]


@pytest.mark.parametrize("environment", ["prod", "", "PRD"])
def test_an_unknown_environment_names_the_known(tmp_path: Path, environment: str) -> None:
    error = load(tmp_path, GOOD, environment)
    assert [(f.code, f.expected) for f in error.findings] == [("X2B206", "one of dev, prd")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "missing key 'customer'"),
        (b"- a\n- b\n", "the file is not a mapping"),
        (b"just text", "the file is not a mapping"),
        (b"customer: \xff\xfe", "not UTF-8"),
        (b"a: [1, 2", "not YAML"),
        (b"a: 1\n---\nb: 2\n", "not YAML"),
        (b"a: \x00", "not YAML"),
        (b"environments: 3\n", "'environments' has the wrong type"),
        (b"a: &a [x, x, x]\n" + b"".join(b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (k + 1, k + 1, k, k, k, k) for k in range(97, 108)), "repeats too much"),
        (b"a: &a {b: *a}\n", "contains itself"),
        ("\ufeffcustomer: beta".encode(), "missing key 'domain'"),
        (b"!!python/object:os.system {}\n", "missing key 'customer'"),
        (b"? [a, b]\n: 1\n", "a key must be text"),
        (b"2: 3\n", "unknown key '2'"),
        (b"~: 3\n", "unknown key"),
        (b"#" * 1_000_001, "more than 1,000,000"),
        (b"customer: beta\r\ndomain: x\r\n", "beta.yaml:2:9"),
    ],
)  # fmt: skip
def test_no_file_makes_a_traceback(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in str(load(tmp_path, content))


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot read the file: No such file"):
        load_platform(tmp_path / "none.yaml", "prd")
    with pytest.raises(SpecError, match="cannot read the file: Is a directory"):
        load_platform(tmp_path, "prd")


def test_carets_stand_under_korean_text(tmp_path: Path) -> None:
    error = load(tmp_path, GOOD.replace("customer: beta", "customer: 가나다"))
    assert "   | " + " " * len("customer: ") + "^" * 6 + " expected" in str(error)


def test_a_long_line_and_many_faults_stay_readable(tmp_path: Path) -> None:
    calls = ", ".join(f"nobody-{index}" for index in range(300))
    text = str(load(tmp_path, GOOD.replace("[x2bee-api-member]", f"[{calls}]")))
    assert text.endswith("300 faults, the first 50 are shown; nothing was synthesized")
    assert max(map(len, text.splitlines())) < 250


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "beta.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_platform(tmp_path / "beta.yaml", "prd").customer == "beta"


def test_a_cycle_that_is_meant_is_accepted(tmp_path: Path) -> None:
    entry = "services:\n  x2bee-api-member: {calls: [x2bee-api-order], allow_cycle: true}\n"
    (tmp_path / "beta.yaml").write_text(GOOD.replace("services:\n", entry))
    assert load_platform(tmp_path / "beta.yaml", "prd").services["x2bee-api-member"].calls == ("x2bee-api-order",)


@pytest.mark.parametrize(
    "bad",
    [
        "egress: [{ports: [1]}]",
        "egress: [{cidrs: [10.0.0.0/8], ports: [70000]}]",
        "access: {queues: [{name: a}]}",
        "access: {buckets: [{read: true}]}",
        "timing: {grace: 1}",
        "scaling: {cpu_percent: 0}",
        "secrets: {A: {}}",
        "runtime: {kind: nodejs, writable_paths: [x]}",
        "replicas: {min: 9, max: 3}",
        "resources: {cpu: x}",
    ],
)
def test_one_bad_field_hides_no_fault_across_fields(tmp_path: Path, bad: str) -> None:
    text = GOOD.replace("services:\n", f"services:\n  x2bee-cc: {{{bad}}}\n").replace("x2bee-api-member]", "nobody]")
    codes = [f.code for f in load(tmp_path, text).findings]
    assert len(codes) == 2, codes
    assert codes[1] == "X2B201"


def _existing() -> str:
    rows = {"app": (0, 22), "public": (12, 24), "data": (20, 24)}
    tiers: dict[str, str] = {}
    for number, (tier, (first, prefix)) in enumerate(rows.items()):
        step = 4 if prefix == 22 else 1
        subnets = [f"{{id: subnet-{number:07d}{n}, cidr: 10.0.{first + n * step}.0/{prefix}}}" for n in range(3)]
        tiers[tier] = f"[{', '.join(subnets)}]"
    existing = "".join(f"    {tier}: {text}\n" for tier, text in tiers.items())
    return f"network:\n  existing:\n    id: vpc-01234567\n    cidr: 10.0.0.0/19\n{existing}"


def found(tmp_path: Path, extra: str) -> list[tuple[str, str]]:
    return [(one.code, one.place) for one in load(tmp_path, with_network(extra)).findings]


def with_network(extra: str) -> str:
    return GOOD.replace("  dev: {size: small}\n", "").replace("services:\n", f"{extra}services:\n", 1)


def test_an_existing_vpc_leaves_no_place_for_one_of_our_own(tmp_path: Path) -> None:
    (tmp_path / "beta.yaml").write_text(with_network(_existing()))
    assert load_platform(tmp_path / "beta.yaml", "prd").network.existing
    extra = f"{_existing()}  cidr: 10.9.0.0/16\n  nat_gateways: 2\n  interface_endpoints: true\n"
    assert found(tmp_path, extra) == [
        ("X2B121", f"network.{field}") for field in ("cidr", "nat_gateways", "interface_endpoints")
    ]


def test_subnets_are_compared_although_an_id_is_wrong(tmp_path: Path) -> None:
    """The id is put aside, not the subnet: it overlaps another, and another stands outside the VPC."""
    bad = _existing().replace("id: subnet-00000001, cidr: 10.0.4.0", "id: sub-1, cidr: 10.0.0.0")
    bad = bad.replace("10.0.22.0", "10.9.22.0")
    assert found(tmp_path, bad) == [
        ("X2B106", "network.existing.app.1.id"),
        ("X2B109", "network.existing.app.1.cidr"),
        ("X2B109", "network.existing.data.2.cidr"),
    ]


def test_the_other_place_is_found_in_lists_and_above(tmp_path: Path) -> None:
    twice = _existing().replace("id: subnet-00000002", "id: subnet-00000000")
    (one,) = load(tmp_path, with_network(twice)).findings
    assert (one.place, one.related and (one.related.line, one.related.column)) == (
        "network.existing.app.2.id",
        (13, 16),
    )
    outside = _existing().replace("10.0.22.0", "10.9.22.0")
    (one,) = load(tmp_path, with_network(outside)).findings
    assert (one.place, one.related and (one.related.line, one.related.column)) == (
        "network.existing.data.2.cidr",
        (12, 11),
    )


def test_why_zones_must_be_said_where_eks_refuses_one(tmp_path: Path) -> None:
    (one,) = load(tmp_path, GOOD.replace("region: ap-northeast-2", "region: us-east-1")).findings[:1]
    assert one.why == "EKS refuses zone use1-az3, and which letter that is differs from account to account"
