# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    among,
    exactly_one,
    filled,
    named,
    needs,
    only_with,
    requires,
    unique,
)
from .core_v1 import PodTemplateSpec
from .meta_v1 import LabelSelector, ObjectMeta
from .values import Cron, LabelKey, TimeZone

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
    succeeded_count: Annotated[int | None, Field(le=2147483647)] = None
    succeeded_indexes: str | None = None


class PodFailurePolicyOnPodConditionsPattern(ApiStruct):
    status: Literal["True", "False", "Unknown", ""]
    type: LabelKey


class PodFailurePolicyOnExitCodesRequirement(CheckedStruct):
    checks = (unique("values"),)
    container_name: str | None = None
    operator: Literal["In", "NotIn"]
    values: Annotated[list[Annotated[int, Field(le=2147483647)]], Field(min_length=1)]


class SuccessPolicy(ApiStruct):
    rules: list[SuccessPolicyRule]


class PodFailurePolicyRule(CheckedStruct):
    checks = (exactly_one("on_exit_codes", "on_pod_conditions"),)
    action: Literal["Count", "FailIndex", "FailJob", "Ignore"]
    on_exit_codes: PodFailurePolicyOnExitCodesRequirement | None = None
    on_pod_conditions: list[PodFailurePolicyOnPodConditionsPattern] | None = None


class PodFailurePolicy(ApiStruct):
    rules: list[PodFailurePolicyRule]


class JobSpec(CheckedStruct):
    checks = (
        among("template.spec.restart_policy", "Never", "OnFailure"),
        filled(
            "template.spec.containers",
            "template.spec.containers[].image",
            "template.spec.init_containers[].image",
        ),
        needs("completions", "completion_mode", "Indexed"),
        only_with("backoff_limit_per_index", "completion_mode", "Indexed"),
        requires("max_failed_indexes", "backoff_limit_per_index"),
    )
    active_deadline_seconds: Annotated[int | None, Field(ge=0)] = None
    backoff_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    backoff_limit_per_index: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    completion_mode: Literal["NonIndexed", "Indexed"] | None = None
    completions: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    managed_by: str | None = None
    manual_selector: bool | None = None
    max_failed_indexes: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    parallelism: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    pod_failure_policy: PodFailurePolicy | None = None
    pod_replacement_policy: Literal["TerminatingOrFailed", "Failed"] | None = None
    selector: LabelSelector | None = None
    success_policy: SuccessPolicy | None = None
    suspend: bool | None = None
    template: PodTemplateSpec
    ttl_seconds_after_finished: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class JobTemplateSpec(ApiStruct):
    metadata: ObjectMeta | None = None
    spec: JobSpec


class Job(KubeObject):
    api_version: Literal["batch/v1"] = "batch/v1"
    kind: Literal["Job"] = "Job"
    metadata: ObjectMeta
    spec: JobSpec


class CronJobSpec(ApiStruct):
    concurrency_policy: Literal["Allow", "Forbid", "Replace", ""] | None = None
    failed_jobs_history_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    job_template: JobTemplateSpec
    schedule: Cron
    starting_deadline_seconds: Annotated[int | None, Field(ge=0)] = None
    successful_jobs_history_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    suspend: bool | None = None
    time_zone: TimeZone | None = None


class CronJob(KubeObject):
    checks = (named("dns-subdomain-52"),)
    api_version: Literal["batch/v1"] = "batch/v1"
    kind: Literal["CronJob"] = "CronJob"
    metadata: ObjectMeta
    spec: CronJobSpec
