"""Tickets as their requesters and as IT staff see them, the queue, the worklist."""
