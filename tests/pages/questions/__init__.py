"""Tests of the questions pages."""
