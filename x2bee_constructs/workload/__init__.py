"""One microservice: props, runtimes, objects."""
