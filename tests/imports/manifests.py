"""Right manifests, as YAML would hold them: one of each kind that has the most rules."""

from __future__ import annotations

import importlib
from copy import deepcopy
from typing import Any

from x2bee_constructs.core.objects import KubeObject

Manifest = dict[str, Any]

_POD: Manifest = {
    "metadata": {"labels": {"app": "x2bee-fo"}},
    "spec": {
        "automountServiceAccountToken": False,
        "containers": [
            {
                "name": "app",
                "env": [
                    {"name": "PORT", "value": "3000"},
                    {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                ],
                "image": "registry.example.com/x2bee-fo:1.0.0",
                "imagePullPolicy": "IfNotPresent",
                "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
                "ports": [{"name": "http", "containerPort": 3000, "protocol": "TCP"}],
                "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 5},
                "resources": {"limits": {"memory": "512Mi"}, "requests": {"cpu": "250m", "memory": "512Mi"}},
                "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
                "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
            }
        ],
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "terminationGracePeriodSeconds": 60,
        "volumes": [{"name": "tmp", "emptyDir": {}}],
    },
}

_RIGHT: dict[str, Manifest] = {
    "k8s.apps_v1": {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "x2bee-fo", "labels": {"app.kubernetes.io/name": "x2bee-fo"}, "namespace": "acme-app"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "x2bee-fo"}},
            "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}, "type": "RollingUpdate"},
            "template": _POD,
        },
    },
    "k8s.core_v1": {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "x2bee-fo"},
        "spec": {
            "clusterIP": "None",
            "ports": [{"name": "http", "port": 80, "targetPort": "http"}],
            "type": "ClusterIP",
        },
    },
    "k8s.autoscaling_v2": {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "x2bee-fo"},
        "spec": {
            "maxReplicas": 10,
            "metrics": [
                {
                    "resource": {"name": "cpu", "target": {"averageUtilization": 70, "type": "Utilization"}},
                    "type": "Resource",
                }
            ],
            "minReplicas": 2,
            "scaleTargetRef": {"kind": "Deployment", "name": "x2bee-fo", "apiVersion": "apps/v1"},
        },
    },
    "k8s.policy_v1": {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "x2bee-fo"},
        "spec": {"maxUnavailable": "25%", "selector": {"matchLabels": {"app": "x2bee-fo"}}},
    },
    "k8s.batch_v1": {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "x2bee-batch"},
        "spec": {"concurrencyPolicy": "Forbid", "jobTemplate": {"spec": {"template": _POD}}, "schedule": "0 3 * * *"},
    },
    "k8s.networking_v1": {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "x2bee-fo"},
        "spec": {
            "egress": [{"ports": [{"port": 5432, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}],
            "ingress": [],
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
        },
    },
    "k8s.rbac_v1": {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "x2bee:reader"},
        "roleRef": {"kind": "Role", "name": "reader", "apiGroup": "rbac.authorization.k8s.io"},
        "subjects": [{"kind": "ServiceAccount", "name": "x2bee-fo", "namespace": "acme-app"}],
    },
    "istio.networking_v1": {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": {"name": "x2bee-gw"},
        "spec": {
            "hosts": ["shop.example.com"],
            "http": [
                {
                    "match": [{"uri": {"prefix": "/api"}}],
                    "retries": {"attempts": 2, "perTryTimeout": "2s"},
                    "route": [{"destination": {"host": "x2bee-gw", "port": {"number": 8080}}, "weight": 100}],
                    "timeout": "5s",
                }
            ],
        },
    },
    "istio.security_v1": {
        "apiVersion": "security.istio.io/v1",
        "kind": "AuthorizationPolicy",
        "metadata": {"name": "x2bee-gw"},
        "spec": {"action": "ALLOW", "rules": [{"from": [{"source": {"principals": ["a/ns/b/sa/c"]}}]}]},
    },
    "gateway_api.v1": {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "x2bee-fo"},
        "spec": {
            "hostnames": ["shop.example.com"],
            "parentRefs": [{"name": "ingress"}],
            "rules": [
                {
                    "backendRefs": [{"name": "x2bee-fo", "port": 80}],
                    "filters": [{"requestHeaderModifier": {"remove": ["x-debug"]}, "type": "RequestHeaderModifier"}],
                }
            ],
        },
    },
    "argo_cd.v1alpha1": {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "acme", "finalizers": ["resources-finalizer.argocd.argoproj.io"]},
        "spec": {
            "destination": {"namespace": "acme-app", "server": "https://kubernetes.default.svc"},
            "project": "acme",
            "source": {
                "helm": {"valuesObject": {"a": None, "b": {}}},
                "path": ".",
                "repoURL": "https://git.example.com",
            },
        },
    },
    "prometheus_operator.monitoring_v1": {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "x2bee"},
        "spec": {"groups": [{"name": "x", "rules": [{"alert": "Down", "expr": "up == 0", "for": "5m"}]}]},
    },
    "external_secrets.v1": {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {"name": "db"},
        "spec": {
            "data": [{"remoteRef": {"key": "acme/prd/db", "property": "password"}, "secretKey": "password"}],
            "refreshInterval": "1h",
            "secretStoreRef": {"kind": "SecretStore", "name": "aws"},
        },
    },
    "aws_lbc.elbv2_v1beta1": {
        "apiVersion": "elbv2.k8s.aws/v1beta1",
        "kind": "TargetGroupBinding",
        "metadata": {"name": "ingress"},
        "spec": {
            "serviceRef": {"name": "istio-ingressgateway", "port": 80},
            "targetGroupName": "acme-prd",
            "targetType": "ip",
        },
    },
    "keda.v1alpha1": {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": {"name": "x2bee-fo"},
        "spec": {
            "maxReplicaCount": 10,
            "minReplicaCount": 2,
            "scaleTargetRef": {"name": "x2bee-fo"},
            "triggers": [{"metadata": {"value": "70"}, "type": "cpu"}],
        },
    },
    "karpenter.v1": {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "msa"},
        "spec": {
            "disruption": {"budgets": [{"nodes": "10%"}], "consolidateAfter": "5m"},
            "limits": {"cpu": "100"},
            "template": {
                "metadata": {"labels": {"workload": "msa"}},
                "spec": {
                    "nodeClassRef": {"kind": "EC2NodeClass", "name": "msa", "group": "karpenter.k8s.aws"},
                    "requirements": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["arm64"]}],
                },
            },
        },
    },
    "karpenter.aws_v1": {
        "apiVersion": "karpenter.k8s.aws/v1",
        "kind": "EC2NodeClass",
        "metadata": {"name": "msa"},
        "spec": {
            "amiSelectorTerms": [{"alias": "al2023@v20260101"}],
            "role": "acme-prd-node",
            "securityGroupSelectorTerms": [{"tags": {"acme": "prd"}}],
            "subnetSelectorTerms": [{"tags": {"acme": "prd"}}],
        },
    },
    "opentelemetry.v1beta1": {
        "apiVersion": "opentelemetry.io/v1beta1",
        "kind": "OpenTelemetryCollector",
        "metadata": {"name": "istio-tracing"},
        "spec": {
            "config": {
                "exporters": {"debug": None},
                "receivers": {"otlp": {"protocols": {"grpc": {}}}},
                "service": {"pipelines": {"traces": {"exporters": ["debug"], "receivers": ["otlp"]}}},
            },
            "mode": "deployment",
            "tolerations": [{"key": "workload", "operator": "Equal", "value": "msa"}],
        },
    },
    "cloudnative_pg.v1": {
        "apiVersion": "postgresql.cnpg.io/v1",
        "kind": "Cluster",
        "metadata": {"name": "event"},
        "spec": {"instances": 3, "storage": {"size": "20Gi"}},
    },
    "cert_manager.v1": {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": "shop"},
        "spec": {"dnsNames": ["shop.example.com"], "issuerRef": {"name": "letsencrypt"}, "secretName": "shop-tls"},
    },
    "kiali.v1alpha1": {
        "apiVersion": "kiali.io/v1alpha1",
        "kind": "Kiali",
        "metadata": {"name": "kiali"},
        "spec": {"auth": {"strategy": "openid"}, "deployment": {"replicas": 2}},
    },
    "whatap.v2alpha1": {
        "apiVersion": "monitoring.whatap.com/v2alpha1",
        "kind": "WhatapAgent",
        "metadata": {"name": "whatap"},
        "spec": {"features": {"k8sAgent": {"gpuMonitoring": {}, "masterAgent": {"enabled": True}, "nodeAgent": {}}}},
    },
}
"""Module below `x2bee_constructs.imports` → a manifest of one of its kinds."""

MODULES = sorted(_RIGHT)


def right(module: str) -> Manifest:
    """A manifest of one's own to change."""
    return deepcopy(_RIGHT[module])


def made(module: str, manifest: Manifest) -> KubeObject:
    """The typed object of a manifest."""
    bindings = importlib.import_module(f"x2bee_constructs.imports.{module}")
    kind: type[KubeObject] = getattr(bindings, _RIGHT[module]["kind"])
    return kind.model_validate(manifest)
