"""How services are built and brought into each environment: the files that Jenkins and GitLab run."""
