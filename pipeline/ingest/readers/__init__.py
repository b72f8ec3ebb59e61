"""Readers of foreign files: bytes to sheets and blocks. They run in the child process alone."""
