"""What rewritten code calls instead of operating by itself, and the bounds that it keeps."""
