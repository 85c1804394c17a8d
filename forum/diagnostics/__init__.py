"""What pasted text tells: reports of systems, stack traces and codes; and what should not be posted."""
