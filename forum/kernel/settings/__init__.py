"""Settings: `environment` has what a process needs to start, `registry` what an administrator changes while it runs."""
