"""Stored bytes: pictures and attachments, with their types and limits."""
