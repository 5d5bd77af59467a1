"""What `cdk8s import` writes for a customer's own CRDs has this name; the library's bindings do not take it."""
