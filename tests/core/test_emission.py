"""Objects reach Node.js together, and what is there is told in one message."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsii
import pytest
from cdk8s import ApiObject, App, Chart, JsonPatch
from cdk8s import Testing as InMemory
from constructs import Construct, IValidation

from x2bee_constructs.core.emission import Outlined, outline
from x2bee_constructs.core.k8s import PlatformApp, emit_all
from x2bee_constructs.imports.k8s.core_v1 import ConfigMap
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

MAPS = {
    f"map-{number}": ConfigMap(metadata=ObjectMeta(name=f"map-{number}"), data={"a": "b"}, immutable=True)
    for number in range(9)
}


@jsii.implements(IValidation)
class Refusing:
    def validate(self) -> list[str]:
        return ["not like this"]


def test_all_objects_of_a_construct_take_one_message(messages: list[Any]) -> None:
    chart = Chart(InMemory.app(), "maps")
    emit_all(chart, {})  # loads the library, if nothing has yet
    messages.clear()
    made = emit_all(chart, MAPS)
    assert len(messages) == 1
    assert list(made) == list(MAPS)
    assert all(isinstance(one, ApiObject) for one in made.values())
    assert made["map-3"].to_json()["metadata"] == {"name": "map-3"}


def test_a_whole_app_is_outlined_as_it_is_once_patched(messages: list[Any]) -> None:
    app = App()
    chart = Chart(app, "shop", namespace="home")
    emit_all(Construct(chart, "deeper"), {"map-1": MAPS["map-1"]})
    role = ApiObject(
        chart, "role", api_version="rbac.authorization.k8s.io/v1", kind="Role", metadata={"name": "acme:reads"}
    )
    role.add_json_patch(JsonPatch.replace("/metadata/namespace", "away"))
    messages.clear()
    assert set(outline(app)) == {
        Outlined("shop/deeper/map-1", "shop", "ConfigMap.map-1", "", "ConfigMap", "home", "map-1"),
        Outlined("shop/role", "shop", "Role.acmereads", "rbac.authorization.k8s.io", "Role", "away", "acme:reads"),
    }
    assert len(messages) == 1


def test_an_app_says_where_it_writes_also_after_it_failed(tmp_path: Path) -> None:
    app = PlatformApp(outdir=str(tmp_path / "dist"))
    Chart(app, "empty").node.add_validation(Refusing())
    assert app.outdir == str(tmp_path / "dist")
    with pytest.raises(RuntimeError, match="not like this"):
        app.synth()
    assert app.outdir == str(tmp_path / "dist")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_without_a_cache_of_unpacked_libraries(tmp_path: Path) -> None:
    script = "from tests.core.test_emission import MAPS, Chart, PlatformApp, emit_all\n"
    script += "app = PlatformApp(); emit_all(Chart(app, 'maps'), MAPS); app.synth()"
    environment = {**os.environ, "JSII_RUNTIME_PACKAGE_CACHE": "disabled", "CDK8S_OUTDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert len(list((tmp_path / "maps").iterdir())) == len(MAPS)
