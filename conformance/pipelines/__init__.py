"""The generated pipelines, judged by GitLab's own JSON schema and read by the Groovy of Jenkins."""
