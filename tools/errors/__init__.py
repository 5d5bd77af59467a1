"""Runs the example of every fault code, and writes docs/errors from the registry and what the examples gave."""
