"""Measurements and pictures: `make bench`, `make shots`."""
