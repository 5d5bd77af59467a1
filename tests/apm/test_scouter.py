"""Scouter's collector: its settings, its one account, its pod."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.apm.pods import platform
from x2bee_constructs.apm.props import Scouter
from x2bee_constructs.apm.scouter import scouter_objects
from x2bee_constructs.apm.scouter_config import account_template, collector_config, group_file
from x2bee_constructs.platform.apm import scouter_props
from x2bee_constructs.platform.images import repositories
from x2bee_constructs.platform.secrets import service_secrets

KEYS = json.loads((Path(__file__).parent / "scouter_keys.json").read_text())
ADMIN = "ae3cf413ccbc56ce97c4dd88d14296c31d6ffc81eabbb04437434cc3221ec47c"
"""What Scouter 2.21.2 ships as the hash of `admin`'s password, `admin` (its account.xml)."""


def made(**said: Any) -> dict[str, Any]:
    of = platform({"vendor": "scouter", **said})
    props = scouter_props(of)
    assert props
    return {key: one.to_manifest() for key, one in scouter_objects(of.site, props).items()}


def filled(password: str) -> str:
    """As External Secrets fills it: `print` puts texts together, `sha256sum` is hexadecimal."""
    template = account_template()
    salt = re.findall(r'\{\{ print "([^"]+)" \.password \| sha256sum \}\}', template)
    assert len(salt) == 1
    digest = hashlib.sha256(f"{salt[0]}{password}".encode()).hexdigest()
    return re.sub(r"\{\{.*?\}\}", digest, template)


def test_a_password_becomes_what_scouter_compares_with() -> None:
    (admin,) = ElementTree.fromstring(filled("admin")).iter("Account")
    assert admin.attrib == {"id": "admin", "group": "admin", "pass": ADMIN}
    assert ADMIN not in filled("another")


def test_who_looks_does_not_change_a_running_shop() -> None:
    (group,) = ElementTree.fromstring(group_file()).iter("Group")
    rights = {one.tag: one.text for one in group.iter() if one.tag.startswith("Allow")}
    assert len(rights) == 18
    for dangerous in ("RedefineClass", "KillTransaction", "HeapDump", "SqlParameter", "Configure"):
        assert rights[f"Allow{dangerous}"] == "false"
    assert rights["AllowThreadDump"] == "true"


def test_the_settings_are_keys_of_the_collector_and_follow_what_is_said() -> None:
    text = collector_config(Scouter(profile_days=3, request_days=5, counter_days=9, http_api=True))
    said = dict(line.split("=", 1) for line in text.splitlines())
    assert set(said) <= set(KEYS["collector"])
    assert said["mgr_purge_profile_keep_days"] == "3"
    assert said["mgr_purge_counter_keep_days"] == "9"
    assert said["mgr_purge_xlog_keep_days"] == said["mgr_purge_xlog_without_profile_keep_days"] == "5"
    assert (said["mgr_purge_enabled"], said["mgr_purge_disk_usage_pct"]) == ("true", "80")
    assert said["net_http_api_auth_session_enabled"] == "true", "its HTTP API is for who has logged in"
    assert "net_http_api_enabled" not in collector_config(Scouter())


def test_what_it_writes_is_on_its_disk_or_in_memory_s_place() -> None:
    found = made(disk_gib=321, collector_memory_mib=4096)["stateful-set"]["spec"]
    (container,) = found["template"]["spec"]["containers"]
    mounts = {one["mountPath"]: one.get("readOnly", False) for one in container["volumeMounts"]}
    assert mounts == {"/opt/scouter/conf": True, "/tmp": False, "/var/lib/scouter": False}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert found["template"]["spec"]["securityContext"]["runAsNonRoot"] is True
    assert container["resources"]["limits"]["memory"] == "4096Mi"
    said = dict(line.split("=", 1) for line in made()["config"]["data"]["scouter.conf"].splitlines())
    for key in ("db_dir", "log_dir", "temp_dir"):
        assert said[key].startswith(("/var/lib/scouter/", "/tmp/"))
    (claim,) = found["volumeClaimTemplates"]
    assert claim["spec"]["resources"]["requests"]["storage"] == "321Gi"


def test_the_http_port_is_there_where_it_is_asked_for() -> None:
    ports = {one["name"]: (one["protocol"], one["port"]) for one in made()["service"]["spec"]["ports"]}
    assert ports == {"tcp-agent": ("TCP", 6100), "udp-agent": ("UDP", 6100)}
    more = {one["name"]: one["port"] for one in made(http_api=True)["service"]["spec"]["ports"]}
    assert more["http-api"] == 6180


def test_images_and_the_password_s_secret_are_provided() -> None:
    of = platform("scouter")
    assert {"x2bee-scouter-agent", "x2bee-scouter-collector"} <= set(repositories(of))
    assert service_secrets(of)["x2bee/acme/prd/apm/scouter"] == ("scouter-collector",)
    assert not {"x2bee-scouter-agent"} & set(repositories(platform("otel")))
