"""The ObjectStore of CloudNativePG's plugin for Barman, as far as it is used here.

Its CRD is not among the pinned schemas, so this is written by hand, from
cloudnative-pg/plugin-barman-cloud at v0.13.0, config/crd/bases/barmancloud.cnpg.io_objectstores.yaml.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from x2bee_constructs.core.objects import ApiStruct, KubeObject
from x2bee_constructs.imports.k8s.core_v1 import EnvVar, ResourceRequirements
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = [
    "ObjectStore",
    "ObjectStoreConfiguration",
    "ObjectStoreData",
    "ObjectStoreS3Credentials",
    "ObjectStoreSidecar",
    "ObjectStoreSpec",
    "ObjectStoreWal",
]


class ObjectStoreS3Credentials(ApiStruct):
    """Who asks S3: with `inherit_from_iam_role` whoever the pod is."""

    inherit_from_iam_role: Annotated[bool, Field(alias="inheritFromIAMRole")]


class ObjectStoreData(ApiStruct):
    """How base backups are written."""

    compression: Literal["bzip2", "gzip", "lz4", "snappy"] | None = None
    jobs: Annotated[int | None, Field(ge=1)] = None


class ObjectStoreWal(ApiStruct):
    """How write-ahead logs are archived."""

    compression: Literal["bzip2", "gzip", "lz4", "snappy", "xz", "zstd"] | None = None
    max_parallel: Annotated[int | None, Field(ge=1)] = None


class ObjectStoreConfiguration(ApiStruct):
    """Where the store is, and who asks it."""

    destination_path: Annotated[str, Field(min_length=1, pattern=r"^s3://[a-z0-9.-]+(/.*)?$")]
    s3_credentials: ObjectStoreS3Credentials
    data: ObjectStoreData | None = None
    wal: ObjectStoreWal | None = None


class ObjectStoreSidecar(ApiStruct):
    """The plugin's container in each pod of the cluster."""

    env: list[EnvVar] | None = None
    log_level: Literal["error", "warning", "info", "debug", "trace"] | None = None
    resources: ResourceRequirements | None = None
    retention_policy_interval_seconds: int | None = None


class ObjectStoreSpec(ApiStruct):
    """A store, and for how long backups stay in it."""

    configuration: ObjectStoreConfiguration
    instance_sidecar_configuration: ObjectStoreSidecar | None = None
    retention_policy: Annotated[str | None, Field(pattern="^[1-9][0-9]*[dwm]$")] = None


class ObjectStore(KubeObject):
    """A place for backups."""

    # As in the generated bindings: frozen, so a narrower type is safe.
    api_version: Literal["barmancloud.cnpg.io/v1"] = "barmancloud.cnpg.io/v1"  # pyright: ignore[reportIncompatibleVariableOverride]
    kind: Literal["ObjectStore"] = "ObjectStore"  # pyright: ignore[reportIncompatibleVariableOverride]
    metadata: ObjectMeta  # pyright: ignore[reportIncompatibleVariableOverride]
    spec: ObjectStoreSpec
