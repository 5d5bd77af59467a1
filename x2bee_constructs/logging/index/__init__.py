"""What OpenSearch and Dashboards are told by a Job: no template of AWS can say it."""
