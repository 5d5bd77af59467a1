"""The handoff between the two sides: every name that the YAML reads is provided by a template (ADR 0011)."""
