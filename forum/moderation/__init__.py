"""Flags on what people wrote, and what moderators decide about them."""
