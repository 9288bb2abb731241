"""Two passes over one graph, laid side by side."""
