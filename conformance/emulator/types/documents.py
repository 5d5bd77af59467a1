"""AWS::SSM::Document of ours, and the calls on it. Machines would run it, and none are there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource

__all__ = ["TYPES", "answered", "judged_call"]

_documents: dict[str, dict[str, Any]] = {}

_NAME = re.compile(r"[a-zA-Z0-9_\-.]{3,128}")
_BYTES = 65_536
"""What Systems Manager takes of a document (AWS Systems Manager quotas, maximum size of an SSM document)."""

_ACTIONS = {"aws:runShellScript": ("runCommand", "timeoutSeconds")}
"""What a step may do, and what it is told, as far as our documents go."""

_TAKEN = {"Content", "DocumentFormat", "DocumentType", "Name", "Tags", "TargetType", "UpdateMethod"}


def _judge(properties: Properties) -> Mapping[str, Any]:
    """Refuse what Systems Manager would refuse of a document of commands; its content."""
    strange = sorted(properties.keys() - _TAKEN)
    if strange or properties.get("DocumentType") != "Command" or properties.get("DocumentFormat", "JSON") != "JSON":
        raise RefusedError(f"the emulator knows documents of commands in JSON, without {strange}: types/documents.py")
    if not _NAME.fullmatch(str(properties["Name"])):
        raise RefusedError(f"ValidationException: {properties['Name']} is no name of a document")
    content: Any = properties["Content"]
    said: Mapping[str, Any] = json.loads(content) if isinstance(content, str) else content
    size = len(json.dumps(said).encode())
    if size > _BYTES:
        raise RefusedError(f"MaxDocumentSizeExceeded: {size} of {_BYTES} bytes")
    if said.get("schemaVersion") != "2.2" or not said.get("mainSteps"):
        raise RefusedError("InvalidDocumentContent: commands have schema version 2.2, and steps")
    for step in said["mainSteps"]:
        _judge_step(step, said.get("parameters", {}))
    return said


def _judge_step(step: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
    told: Mapping[str, Any] = step.get("inputs", {})
    if step.get("action") not in _ACTIONS or told.keys() - set(_ACTIONS[step["action"]]):
        raise RefusedError(f"InvalidDocumentContent: the emulator knows no {step.get('action')} with {sorted(told)}")
    for name in re.findall(r"\{\{\s*([\w:.]+)\s*\}\}", json.dumps(told)):
        if name not in parameters:
            raise RefusedError(f"InvalidDocumentContent: {name} is no parameter of the document")


def _create(_: str, properties: Properties, __: str) -> Known:
    name = str(properties["Name"])
    if name in _documents:
        raise RefusedError(f"DocumentAlreadyExists: {name}")
    _documents[name] = {"Name": name, "Version": 1, "Content": _judge(properties), "Said": dict(properties)}
    return name, {}


def _update(name: str, old: Properties, new: Properties) -> Attributes:
    """A new version, which is the default from then on; tags alone make none."""
    content = _judge(new)
    if content != _documents[name]["Content"]:
        if new.get("UpdateMethod") != "NewVersion":
            raise RefusedError(f"the emulator replaces no documents: {name} needs UpdateMethod NewVersion")
        _documents[name]["Version"] += 1
    _documents[name] |= {"Content": content, "Said": dict(new)}
    return {}


def _delete(name: str, _: Properties) -> None:
    _documents.pop(name, None)


def judged_call(name: str, parameters: Mapping[str, list[str]]) -> None:
    """Refuse a run of a document that is not there, or that knows no such parameters."""
    if name not in _documents:
        raise RefusedError(f"InvalidDocument: the emulator knows no document {name}; add it to types/runbooks.py")
    known: Mapping[str, Any] = _documents[name]["Content"].get("parameters", {})
    for key, values in parameters.items():
        pattern = known.get(key, {}).get("allowedPattern", ".*")
        if key not in known or not all(re.fullmatch(pattern, value) for value in values):
            raise RefusedError(f"InvalidParameters: {name} does not take {key}={values}")
    missing = sorted(key for key, one in known.items() if "default" not in one and key not in parameters)
    if missing:
        raise RefusedError(f"InvalidParameters: {name} also needs {missing}")


def _described(name: str) -> dict[str, Any]:
    if name not in _documents:
        raise RefusedError(f"InvalidDocument: {name}")
    record = _documents[name]
    version = str(record["Version"])
    said: Mapping[str, Any] = record["Said"]
    return {
        "Name": name, "Status": "Active", "DocumentVersion": version, "LatestVersion": version,
        "DefaultVersion": version, "DocumentType": said["DocumentType"], "DocumentFormat": "JSON",
        "TargetType": said.get("TargetType", ""), "Tags": said.get("Tags", []),
    }  # fmt: skip


def answered(action: str, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the API answers to a call on documents; None to any other."""
    if action == "ListDocuments":
        return {"DocumentIdentifiers": [_described(name) for name in _documents]}
    if action == "DescribeDocument":
        return {"Document": _described(str(said["Name"]))}
    if action == "GetDocument":
        described = _described(str(said["Name"]))
        content = json.dumps(_documents[str(said["Name"])]["Content"])
        return {**{key: described[key] for key in ("Name", "Status", "DocumentVersion")}, "Content": content}
    if action == "UpdateDocument":
        return _changed(said)
    return None


def _changed(said: Mapping[str, Any]) -> dict[str, Any]:
    """UpdateDocument, of which the new version is at once the default: CloudFormation makes it so too."""
    name = str(said["Name"])
    before = {**_documents[name]["Said"], "UpdateMethod": "NewVersion"} if name in _documents else _described(name)
    _update(name, before, {**before, "Content": said["Content"]})
    return {"DocumentDescription": _described(name)}


TYPES = (Resource("AWS::SSM::Document", _create, _delete, _update, ("Name", "DocumentType")),)
