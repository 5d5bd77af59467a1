"""Faults, survived or not, with a real Envoy: the emitted Istio rules, translated as Istio's pilot does, then run."""
