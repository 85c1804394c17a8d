"""How IT staff share the work: many tickets changed at once, who is at a ticket now, who is away."""
