"""What is seen of a platform: metrics, dashboards, calls, traces, and alerts that reach somebody."""
