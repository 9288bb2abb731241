"""From source to code: what may be written, what it is rewritten to, and where a cell ends."""
