"""What services promise, measured by the mesh: recording rules, and alerts on how fast an error budget burns."""
