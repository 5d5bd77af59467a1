"""Checkers that run inside `synth`: cdk-nag, our own Guard rules, the CDK's rules, AWS Control Tower's rules."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, cast

from aws_cdk import App, CloudFormationValidatePlugin, IPolicyValidationPlugin, ValidationRuleSource, Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks
from cdklabs.cdk_validator_cfnguard import CfnGuardValidator

from conformance.templates.assembly import Assembly
from conformance.templates.findings import Verdict
from conformance.templates.guard import own_rules, rule_names
from conformance.templates.once import Silent, once
from conformance.templates.validation import read

__all__ = ["Plugins"]


class Plugins:
    """The plugins of a run, made once: compiling their rules takes longer than judging."""

    def __init__(self) -> None:
        """Make them. `own` are the names of our own Guard rules."""
        guard = own_rules()
        self.own = rule_names(guard.values())
        self._plugins: Sequence[IPolicyValidationPlugin] = [
            AwsSolutionsChecks(),
            NIST80053R5Checks(),
            PCIDSS321Checks(),
            CloudFormationValidatePlugin(
                guard_rules=[ValidationRuleSource(name=name, content=text) for name, text in guard.items()],
                include_default_rules=True,
            ),
            # It is typed for the interface's first name; the CDK takes both.
            *once(cast("Any", CfnGuardValidator(control_tower_rules_enabled=True))),
        ]
        nag = version("cdk-nag")
        self.versions: dict[str, str] = {
            plugin.name: plugin.version or nag for plugin in self._plugins if not isinstance(plugin, Silent)
        }

    def judge(self, app: App, assembly: Assembly) -> list[Verdict]:
        """Synthesize the App into the assembly's folder; one verdict for each plugin."""
        (assembly.folder / "validation-report.json").unlink(missing_ok=True)
        Validations.of(app).add_plugins(*self._plugins)
        try:
            app.synth()
        except RuntimeError as error:  # what they found is in the report
            if not str(error).startswith("ValidationFailed"):
                raise
        return read(assembly, self.versions)
