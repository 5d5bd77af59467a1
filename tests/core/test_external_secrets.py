"""The one way to an ExternalSecret: every default of the CRD is there; another store is said where it is another."""

from __future__ import annotations

from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta


def test_the_secret_has_the_name_of_its_external_secret() -> None:
    data = [remote("PASSWORD", "shop/pg", "password")]
    made = external_secret(ObjectMeta(name="login", namespace="shop"), "aws", data)
    spec = made.spec.to_wire()
    assert spec["target"] == {"name": "login", "creationPolicy": "Owner", "deletionPolicy": "Retain"}
    assert spec["secretStoreRef"] == {"kind": "ClusterSecretStore", "name": "aws"}
    assert spec["refreshInterval"] == "1h0m0s"


def test_a_value_of_another_store_says_so() -> None:
    own = remote("USER", "shop/pg", "username").to_wire()
    other = remote("HOST", "/shop/pg/writer", store="ssm").to_wire()
    assert "sourceRef" not in own
    assert own["remoteRef"]["property"] == "username"
    assert other["sourceRef"] == {"storeRef": {"kind": "ClusterSecretStore", "name": "ssm"}}
    assert "property" not in other["remoteRef"]
