"""What a change of the output does to what runs: restarts, replacements, data that would be gone."""
