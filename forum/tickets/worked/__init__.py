"""Time worked on tickets, as IT staff note it for themselves."""
