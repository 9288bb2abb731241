"""The words, the numbers and the JSON that a pass is told in."""
