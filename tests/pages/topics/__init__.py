"""Tests of the topics pages."""
