"""What a whole pass is asked for: its queue and bytes at any position, where something is."""
