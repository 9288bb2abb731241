"""The version, in the one place that the package reads it from."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("backstep")
except PackageNotFoundError:  # a checkout that was not installed
    VERSION = "0.1.0"
