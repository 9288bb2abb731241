"""Tests of lectures: Markdown to a session and back."""
