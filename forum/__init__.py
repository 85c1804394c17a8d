"""Tanya: a self-hosted question-and-answer forum for one company and its IT department."""

__version__ = "0.1.0"
