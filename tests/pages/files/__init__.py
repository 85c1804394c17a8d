"""Tests of the files pages."""
