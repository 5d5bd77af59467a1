"""AWS::EC2::Volume, which the emulator's CloudFormation lacks; and the key of a volume, which its API forgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource, answer, found
from conformance.emulator.types.stack import ec2, kms, provisioners

__all__ = ["TYPES", "install"]

_TAKEN = {"AvailabilityZone", "Encrypted", "KmsKeyId", "Size", "Tags", "VolumeType"}

_FIXED = ("AvailabilityZone", "Encrypted", "KmsKeyId")
"""What EC2 cannot change of a volume; CloudFormation then refuses the update, and makes no other volume."""

_SIZES = range(1, 16_385)
"""GiB of a gp3 volume in every region."""


def _judge(properties: Properties) -> None:
    strange = sorted(properties.keys() - _TAKEN)
    if strange:
        raise RefusedError(f"the emulator does not take {strange} of a volume; add it to types/volumes.py")
    zone = properties["AvailabilityZone"]
    if zone not in {one["AvailabilityZone"] for one in ec2._subnets.values()}:
        raise RefusedError(f"InvalidZone.NotFound: {zone}: nothing of ours is there")
    if properties.get("VolumeType") != "gp3" or int(properties["Size"]) not in _SIZES:
        raise RefusedError(f"InvalidParameterValue: {properties['Size']} GiB of {properties.get('VolumeType', 'gp2')}")
    key = str(properties.get("KmsKeyId", ""))
    if key and not properties.get("Encrypted"):
        raise RefusedError(f"InvalidParameterDependency: {key} is for an encrypted volume")
    if key and key.rsplit("/", 1)[-1] not in kms._keys:
        raise RefusedError(f"InvalidKmsKey.NotFound: {key}")


def _create(_: str, properties: Properties, __: str) -> Known:
    _judge(properties)
    said = {key: [str(value)] for key, value in properties.items() if key in {"AvailabilityZone", "Size", "VolumeType"}}
    encrypted = str(bool(properties.get("Encrypted"))).lower()
    volume = found("volumeId", answer(ec2._create_volume({**said, "Encrypted": [encrypted]})))
    ec2._volumes[volume]["KmsKeyId"] = properties.get("KmsKeyId", "")
    provisioners._ec2_apply_tags(volume, properties)
    return volume, {"VolumeId": volume}


def _update(volume: str, old: Properties, new: Properties) -> Attributes:
    _judge(new)
    moved = [key for key in _FIXED if old.get(key) != new.get(key)]
    if moved:
        raise RefusedError(f"Update to resource type AWS::EC2::Volume is not supported: {moved} of {volume}")
    if int(new["Size"]) < int(old["Size"]):
        raise RefusedError(f"InvalidParameterValue: {volume} has {old['Size']} GiB, and does not shrink")
    answer(ec2._modify_volume({"VolumeId": [volume], "Size": [str(new["Size"])], "VolumeType": [new["VolumeType"]]}))
    provisioners._ec2_apply_tags(volume, new, old)
    return {"VolumeId": volume}


def _delete(volume: str, _: Properties) -> None:
    if volume in ec2._volumes:
        answer(ec2._delete_volume({"VolumeId": [volume]}))


def _show(volume_xml: Any) -> Any:
    def shown(record: Mapping[str, Any]) -> str:
        key = record.get("KmsKeyId")
        return volume_xml(record) + (f"<kmsKeyId>{key}</kmsKeyId>" if key else "")

    return shown


def install() -> None:
    """Say the key of a volume too."""
    ec2._volume_inner_xml = _show(ec2._volume_inner_xml)


TYPES = (Resource("AWS::EC2::Volume", _create, _delete, _update, ()),)
