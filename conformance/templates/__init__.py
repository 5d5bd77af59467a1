"""Security checkers that nobody here wrote judge the AWS side: `python -m conformance.templates`.

What they find is read from reports, so the CDK need not print it too. Its kernel reads this word when aws_cdk is first
imported, hence here.
"""

import os

os.environ.setdefault("CDK_APP_MODE", "inmemory")
