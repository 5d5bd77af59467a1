"""Makes `imports/` again from the pinned schemas in `imports/sources.toml`."""
