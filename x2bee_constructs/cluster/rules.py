"""Our own rules for EKS, for the validation that is built into the CDK."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import ValidationRuleSource

__all__ = ["eks_rules"]


def eks_rules() -> list[ValidationRuleSource]:
    """The Guard rules of `eks.guard`, for `CloudFormationValidatePlugin(guard_rules=eks_rules())`."""
    content = Path(__file__).with_name("eks.guard").read_text(encoding="utf-8")
    return [ValidationRuleSource(name="x2bee-eks", content=content)]
