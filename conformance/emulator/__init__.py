"""The real CDK CLI deploys a platform to an AWS API emulator, and boto3 looks at what is there then."""
