"""The command `x2bee`: one module per word."""

from x2bee_constructs.cli.app import main

__all__ = ["main"]
