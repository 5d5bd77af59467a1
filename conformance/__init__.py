"""Conformance: programs that nobody here wrote judge the manifests that we render."""
