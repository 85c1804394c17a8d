"""The bytes of a message read into a `Letter`: pure, bounded in time, and never refused."""

from forum.mailbox.reading.reader import read_letter

__all__ = ["read_letter"]
