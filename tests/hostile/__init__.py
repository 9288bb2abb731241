"""Files from strangers: whatever is in them, nothing of ours ends, hangs, or takes all memory."""
