"""Reads of questions, as columns: lists, one question's words and history, tags in use."""
