"""The document of Systems Manager that brings a tool into its state, and the association that runs it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import TAG
from x2bee_constructs.hosts.names import HostTool

__all__ = ["HostSettings", "commands"]

_PACKAGE = "x2bee_constructs/hosts/configure"
_FOLDER = "/opt/x2bee/settings"
_FILES = ("rest.py", "gitlab.py", "nexus.py", "main.py")
_END = "END_OF_X2BEE_FILE"

_TIMEOUT = "3600"
"""Seconds; a tool may take half of them to start."""


class HostSettings(Construct):
    """A document and its association: applied when it changes, when a machine is new, and once a day.

    What people changed by hand, of what is said, is put right by the next run; what is not said is left alone.
    """

    def __init__(self, scope: Construct, id: str, site: Site, tool: HostTool, state: Mapping[str, Any]) -> None:
        """Make them for the machine of `tool`, with this state."""
        super().__init__(scope, id)
        said = commands(tool, state)
        self.document = ssm.CfnDocument(
            self,
            "Document",
            name=names.settings_document(site, tool),
            document_type="Command",
            document_format="JSON",
            target_type="/AWS::EC2::Instance",
            # A changed document becomes the version that is applied, and is not replaced.
            update_method="NewVersion",
            content=_content(tool, said),
        )
        for_people(self.document, "people run it by this name")
        self.association = ssm.CfnAssociation(
            self,
            "Association",
            name=self.document.ref,
            association_name=names.settings_document(site, tool),
            document_version="$DEFAULT",
            # An association is applied when it changes: so it says of which text it is.
            parameters={"Text": [_digest(said)]},
            targets=[ssm.CfnAssociation.TargetProperty(key=f"tag:{TAG}", values=[names.machine(site, tool)])],
            schedule_expression="rate(1 day)",
            compliance_severity="HIGH",
        )


def commands(tool: HostTool, state: Mapping[str, Any]) -> list[str]:
    """What the machine runs: it writes the program and the state, and starts it.

    Raises `ValueError` for a text that Systems Manager would take for a parameter.
    """
    files = {f"{_PACKAGE}/{name}": _read(name) for name in _FILES}
    files[f"{_PACKAGE}/state.json"] = json.dumps(state, indent=1, sort_keys=True) + "\n"
    lines = ["set -eu", "umask 077", f"mkdir -p {_FOLDER}/{_PACKAGE}"]
    for name, text in files.items():
        if "{{" in text or _END in text:
            raise ValueError(f"{name} has '{{{{' or '{_END}', which the document has a meaning for; write it otherwise")
        lines.append(f"cat > {_FOLDER}/{name} << '{_END}'\n{text}{_END}")
    return [*lines, f"cd {_FOLDER}", f"python3 -m {_PACKAGE.replace('/', '.')}.main {tool}"]


def _content(tool: HostTool, said: list[str]) -> dict[str, Any]:
    text = {
        "type": "String",
        "default": "",
        "description": "Of which text the association is",
        "allowedPattern": "[0-9a-f]*",
    }
    run = {"runCommand": said, "timeoutSeconds": _TIMEOUT}
    return {
        "schemaVersion": "2.2",
        "description": f"Brings {tool} into the state that the customer's file says",
        "parameters": {"Text": text},
        "mainSteps": [{"action": "aws:runShellScript", "name": "apply", "inputs": run}],
    }


def _digest(said: list[str]) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _read(name: str) -> str:
    return resources.files("x2bee_constructs.hosts.configure").joinpath(name).read_text(encoding="utf-8")
