"""Image repositories and the tools that feed them."""
