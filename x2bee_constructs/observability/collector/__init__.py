"""The collector of spans: what it is told, and its pods."""
