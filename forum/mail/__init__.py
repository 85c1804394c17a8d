"""Outgoing mail: the outbox, composing and sending."""
