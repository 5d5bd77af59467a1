"""What every room stands on: props, names, faults, YAML with positions, and the way to cdk8s."""
