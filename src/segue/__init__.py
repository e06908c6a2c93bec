"""Segue: a self-hosted warm-transfer desk on LiveKit."""

__version__ = "0.1.0"
