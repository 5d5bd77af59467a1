"""The documentation as a site, made of what is in the repository and of what the library emits."""
