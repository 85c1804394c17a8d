"""The paper trail of a ticket: what happened to it, in order, bound together by digests; as a page, PDF and JSON."""
