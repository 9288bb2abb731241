"""The panes: each a function of (view, width, height) that gives lines of styled text."""
