"""What every cluster runs beside the services: chart, values, IAM and namespace of each side by side."""
