"""Changing calendars, targets and promises, and setting a ticket's clocks."""
