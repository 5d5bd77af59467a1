# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, named, unique
from .core_v1 import PodTemplateSpec
from .meta_v1 import LabelSelector, ObjectMeta
from .values import Cron

__all__ = [
    "CronJob",
    "CronJobSpec",
    "Job",
    "JobSpec",
    "JobTemplateSpec",
    "PodFailurePolicy",
    "PodFailurePolicyOnExitCodesRequirement",
    "PodFailurePolicyOnPodConditionsPattern",
    "PodFailurePolicyRule",
    "SuccessPolicy",
    "SuccessPolicyRule",
]


class SuccessPolicyRule(ApiStruct):
    succeeded_count: int | None = None
    succeeded_indexes: str | None = None


class PodFailurePolicyOnPodConditionsPattern(ApiStruct):
    status: str
    type: str


class PodFailurePolicyOnExitCodesRequirement(CheckedStruct):
    checks = (unique("values"),)
    container_name: str | None = None
    operator: str
    values: list[int]


class SuccessPolicy(ApiStruct):
    rules: list[SuccessPolicyRule]


class PodFailurePolicyRule(ApiStruct):
    action: str
    on_exit_codes: PodFailurePolicyOnExitCodesRequirement | None = None
    on_pod_conditions: list[PodFailurePolicyOnPodConditionsPattern] | None = None


class PodFailurePolicy(ApiStruct):
    rules: list[PodFailurePolicyRule]


class JobSpec(ApiStruct):
    active_deadline_seconds: Annotated[int | None, Field(ge=0)] = None
    backoff_limit: Annotated[int | None, Field(ge=0)] = None
    backoff_limit_per_index: int | None = None
    completion_mode: Literal["NonIndexed", "Indexed"] | None = None
    completions: Annotated[int | None, Field(ge=0)] = None
    managed_by: str | None = None
    manual_selector: bool | None = None
    max_failed_indexes: int | None = None
    parallelism: Annotated[int | None, Field(ge=0)] = None
    pod_failure_policy: PodFailurePolicy | None = None
    pod_replacement_policy: Literal["TerminatingOrFailed", "Failed"] | None = None
    selector: LabelSelector | None = None
    success_policy: SuccessPolicy | None = None
    suspend: bool | None = None
    template: PodTemplateSpec
    ttl_seconds_after_finished: Annotated[int | None, Field(ge=0)] = None


class JobTemplateSpec(ApiStruct):
    metadata: ObjectMeta | None = None
    spec: JobSpec | None = None


class Job(KubeObject):
    api_version: Literal["batch/v1"] = "batch/v1"
    kind: Literal["Job"] = "Job"
    metadata: ObjectMeta
    spec: JobSpec


class CronJobSpec(ApiStruct):
    concurrency_policy: Literal["Allow", "Forbid", "Replace"] | None = None
    failed_jobs_history_limit: Annotated[int | None, Field(ge=0)] = None
    job_template: JobTemplateSpec
    schedule: Cron
    starting_deadline_seconds: Annotated[int | None, Field(ge=0)] = None
    successful_jobs_history_limit: Annotated[int | None, Field(ge=0)] = None
    suspend: bool | None = None
    time_zone: str | None = None


class CronJob(KubeObject):
    checks = (named("dns-subdomain-52"),)
    api_version: Literal["batch/v1"] = "batch/v1"
    kind: Literal["CronJob"] = "CronJob"
    metadata: ObjectMeta
    spec: CronJobSpec
