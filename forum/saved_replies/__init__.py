"""Texts that are written once and made one's own each time: personal, a team's, everybody's."""
