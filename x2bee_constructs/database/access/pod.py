"""The Job, and its pod under the `restricted` Pod Security Standard."""

from __future__ import annotations

from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names as database_names
from x2bee_constructs.database.access import names
from x2bee_constructs.database.access.props import PostgresAccessProps
from x2bee_constructs.imports.k8s import batch_v1, core_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["job"]

_SCRIPTS = "/x2bee/access"
_CERTIFICATES = "/x2bee/ca"
_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_TRIES = 3
_RUN_SECONDS = 600
"""How long a run may take beside waiting: the longest statement is ended after as long (access.sql)."""


def job(meta: ObjectMeta, site: Site, props: PostgresAccessProps) -> batch_v1.Job:
    """Each try is a pod of its own, so that the log of each stays until the next sync."""
    name = names.job(props.database)
    # Its proxy would outlive a job, and PostgreSQL has TLS of its own.
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "x2bee", "sidecar.istio.io/inject": "false"}
    return batch_v1.Job(
        metadata=meta,
        spec=batch_v1.JobSpec(
            backoff_limit=_TRIES - 1,
            active_deadline_seconds=_TRIES * (props.wait_seconds + _RUN_SECONDS),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels=labels),
                spec=core_v1.PodSpec(
                    restart_policy="Never",
                    service_account_name=name,
                    automount_service_account_token=False,
                    enable_service_links=False,
                    node_selector=dict(sorted(props.node_selector.items())) or None,
                    security_context=core_v1.PodSecurityContext(
                        run_as_non_root=True,
                        run_as_user=_USER,
                        run_as_group=_USER,
                        fs_group=_USER,
                        seccomp_profile=core_v1.SeccompProfile(type="RuntimeDefault"),
                    ),
                    containers=[_container(site, props)],
                    volumes=_volumes(props),
                ),
            ),
        ),
    )


def _container(site: Site, props: PostgresAccessProps) -> core_v1.Container:
    mounts = [core_v1.VolumeMount(name="scripts", mount_path=_SCRIPTS, read_only=True)]
    if props.ca:
        mounts.append(core_v1.VolumeMount(name="ca", mount_path=_CERTIFICATES, read_only=True))
    secrets = [names.admin(props.database)] + ([names.logins(props.database)] if props.logins else [])
    return core_v1.Container(
        name="access",
        image=props.image,
        image_pull_policy="IfNotPresent",
        command=["sh", f"{_SCRIPTS}/access.sh"],
        env=[core_v1.EnvVar(name=key, value=value) for key, value in sorted(_environment(site, props).items())],
        env_from=[core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=secret)) for secret in secrets],
        resources=core_v1.ResourceRequirements(
            requests={"cpu": "50m", "memory": "64Mi", "ephemeral-storage": "16Mi"},
            limits={"memory": "64Mi", "ephemeral-storage": "16Mi"},
        ),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=mounts,
    )


def _environment(site: Site, props: PostgresAccessProps) -> dict[str, str]:
    said = {
        "ADMIN_SECRET": database_names.admin_secret(site, props.database),
        "DATABASE": props.database,
        "LOGINS": " ".join(sorted(database_names.login(login.service) for login in props.logins)),
        "PGPORT": str(props.port),
        "PGSSLMODE": "verify-full" if props.ca else "require",
        "WAIT_SECONDS": str(props.wait_seconds),
    }
    if props.ca:
        said["PGSSLROOTCERT"] = f"{_CERTIFICATES}/{props.ca.key}"
    if props.host:
        said["PGHOST"] = props.host
    return said


def _volumes(props: PostgresAccessProps) -> list[core_v1.Volume]:
    scripts = core_v1.ConfigMapVolumeSource(name=names.job(props.database))
    volumes = [core_v1.Volume(name="scripts", config_map=scripts)]
    if props.ca:
        items = [core_v1.KeyToPath(key=props.ca.key, path=props.ca.key)]
        ca = core_v1.ConfigMapVolumeSource(name=props.ca.config_map, items=items)
        volumes.append(core_v1.Volume(name="ca", config_map=ca))
    return volumes
