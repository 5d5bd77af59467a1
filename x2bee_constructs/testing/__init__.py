"""What the tests of an app need: its output, synthesized once per session, and what must hold for it."""

from x2bee_constructs.testing.app import Output, SynthesisError
from x2bee_constructs.testing.assertions import assert_handoff_closed, assert_no_replacement, assert_policies

__all__ = ["Output", "SynthesisError", "assert_handoff_closed", "assert_no_replacement", "assert_policies"]
