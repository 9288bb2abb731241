"""The stepper: a full-screen view of recordings. Panes are pure functions of (moment, size); the
Textual app moves a position and paints them."""
