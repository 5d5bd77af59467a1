"""Batch, tried with a real scheduler and a real service."""
