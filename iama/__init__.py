"""Human-rights assessments of algorithms: carry out, keep, check and publish."""

__version__ = "0.1.0"
