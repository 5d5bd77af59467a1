"""What adds and removes pods: a HorizontalPodAutoscaler, or KEDA where requests count too."""

from __future__ import annotations

from math import ceil

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import autoscaling_v2
from x2bee_constructs.imports.keda import v1alpha1 as keda
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["autoscaler"]


def autoscaler(meta: Meta, props: MsaDeploymentProps) -> dict[str, KubeObject]:
    """The object that scales, under its id; none for a fixed number of pods."""
    if props.singleton or props.replicas.max == props.replicas.min:
        return {}
    if props.scaling.requests_per_second:
        return {"scaled-object": _scaled_object(meta, props)}
    return {"hpa": _horizontal(meta, props)}


def _horizontal(meta: Meta, props: MsaDeploymentProps) -> autoscaling_v2.HorizontalPodAutoscaler:
    # The service's own container: neither the mesh's proxy nor one without a request may distort the percentage.
    cpu = autoscaling_v2.ContainerResourceMetricSource(
        name="cpu",
        container=meta.name,
        target=autoscaling_v2.MetricTarget(type="Utilization", average_utilization=props.scaling.cpu_percent),
    )
    target = autoscaling_v2.CrossVersionObjectReference(api_version="apps/v1", kind="Deployment", name=meta.name)
    return autoscaling_v2.HorizontalPodAutoscaler(
        metadata=meta.object(meta.name),
        spec=autoscaling_v2.HorizontalPodAutoscalerSpec(
            scale_target_ref=target,
            min_replicas=props.replicas.min,
            max_replicas=props.replicas.max,
            metrics=[autoscaling_v2.MetricSpec(type="ContainerResource", container_resource=cpu)],
            behavior=_behavior(props.replicas.max),
        ),
    )


def _behavior(most: int) -> autoscaling_v2.HorizontalPodAutoscalerBehavior:
    """Up at once, by twice or by four pods in 15 s, whichever is more; down slowly, after five quiet minutes."""
    policy = autoscaling_v2.HPAScalingPolicy
    return autoscaling_v2.HorizontalPodAutoscalerBehavior(
        scale_up=autoscaling_v2.HPAScalingRules(
            stabilization_window_seconds=0,
            select_policy="Max",
            policies=[
                policy(type="Percent", value=100, period_seconds=15),
                policy(type="Pods", value=4, period_seconds=15),
            ],
        ),
        scale_down=autoscaling_v2.HPAScalingRules(
            stabilization_window_seconds=300,
            select_policy="Max",
            policies=[policy(type="Pods", value=max(1, ceil(most / 10)), period_seconds=60)],
        ),
    )


def _scaled_object(meta: Meta, props: MsaDeploymentProps) -> keda.ScaledObject:
    query = (
        f'sum(rate(istio_requests_total{{reporter="destination",destination_workload="{meta.name}",'
        f'destination_workload_namespace="{meta.namespace}"}}[1m]))'
    )
    requests = {
        "serverAddress": props.scaling.prometheus,
        "query": query,
        "threshold": str(props.scaling.requests_per_second),
    }
    behavior = _behavior(props.replicas.max).to_wire()
    # Taken over from an HPA of the same name: KEDA's webhook refuses the change otherwise, and Argo CD prunes last.
    takeover = {"scaledobject.keda.sh/transfer-hpa-ownership": "true"}
    return keda.ScaledObject(
        metadata=meta.object(meta.name, takeover),
        spec=keda.ScaledObjectSpec(
            scale_target_ref=keda.ScaledObjectScaleTargetRef(api_version="apps/v1", kind="Deployment", name=meta.name),
            min_replica_count=props.replicas.min,
            max_replica_count=props.replicas.max,
            advanced=keda.ScaledObjectAdvanced.model_validate(
                {"horizontalPodAutoscalerConfig": {"behavior": behavior, "name": meta.name}}
            ),
            triggers=[
                keda.ScaledObjectTrigger(
                    type="cpu",
                    metric_type="Utilization",
                    metadata={"containerName": meta.name, "value": str(props.scaling.cpu_percent)},
                ),
                keda.ScaledObjectTrigger(type="prometheus", metric_type="AverageValue", metadata=requests),
            ],
        ),
    )
