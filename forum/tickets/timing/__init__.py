"""Calendars, targets, clocks, promises and warnings: what a ticket's time frame is made of."""
