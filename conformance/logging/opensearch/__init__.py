"""A real OpenSearch with its security plugin, put together from Maven Central, for the index Job and for Fluentd."""
