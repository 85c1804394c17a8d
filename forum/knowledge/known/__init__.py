"""Known issues: what is broken for many, what to do meanwhile, when there is news; and maintenance told ahead."""
