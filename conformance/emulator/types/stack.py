"""The emulator's modules, by name: it has no types, and is installed in another environment than our checkers'."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = [
    "alb", "autoscaling", "backup", "budgets", "changes", "cloudformation", "context", "ec2", "eks", "elasticache",
    "iam", "kms", "logs", "provisioners", "rds", "route53", "s3", "secretsmanager", "sns", "ssm", "stacks", "waf",
]  # fmt: skip

alb: Any = import_module("ministack.services.alb")
autoscaling: Any = import_module("ministack.services.autoscaling")
backup: Any = import_module("ministack.services.backup")
ec2: Any = import_module("ministack.services.ec2")
eks: Any = import_module("ministack.services.eks")
elasticache: Any = import_module("ministack.services.elasticache")
iam: Any = import_module("ministack.services.iam")
kms: Any = import_module("ministack.services.kms")
logs: Any = import_module("ministack.services.cloudwatch_logs")
rds: Any = import_module("ministack.services.rds")
route53: Any = import_module("ministack.services.route53")
s3: Any = import_module("ministack.services.s3")
secretsmanager: Any = import_module("ministack.services.secretsmanager")
sns: Any = import_module("ministack.services.sns")
ssm: Any = import_module("ministack.services.ssm")
waf: Any = import_module("ministack.services.waf")
budgets: Any = import_module("ministack.services.budgets")
cloudformation: Any = import_module("ministack.services.cloudformation")
provisioners: Any = import_module("ministack.services.cloudformation.provisioners")
stacks: Any = import_module("ministack.services.cloudformation.stacks")
changes: Any = import_module("ministack.services.cloudformation.handlers")
context: Any = import_module("ministack.core.responses")
