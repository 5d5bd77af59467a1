# Generated from imports/sources.toml by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa
