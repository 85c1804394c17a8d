"""Tickets that belong together: merged into one another, split from one another, parts of one outage."""
