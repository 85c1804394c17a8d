"""Tests of the feeds pages."""
