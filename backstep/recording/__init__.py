"""What a backward pass did: records, the recorder that makes them, the timeline that moves over
them, and the words for each step. A view is a function of (recording, position)."""
