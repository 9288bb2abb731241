"""A pass on its way into a recording: what is noted while it runs, and what is made of that."""
