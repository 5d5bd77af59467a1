"""The picture of a platform: who may reach whom."""
