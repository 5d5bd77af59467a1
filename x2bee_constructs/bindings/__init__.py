"""Makes typed Python classes from CustomResourceDefinitions, in the style of `x2bee_constructs.imports`.

For a CRD of your own: `python -m x2bee_constructs.bindings --crd my-crd.yaml --out my_app/bindings`. Needs the extra
`x2bee-constructs[bindings]`; nothing else in the library imports this package.
"""
