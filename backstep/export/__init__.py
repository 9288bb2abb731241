"""Exports: what is recorded, in the formats of others. Each is a function of a session."""
