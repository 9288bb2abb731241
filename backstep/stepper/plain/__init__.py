"""The plain stepper: a conversation in lines, for dumb terminals, editors' shells, screen readers.

It moves the same View as the screen, by the same functions, and says what the panes show. Nothing
here draws a box, moves a cursor or needs Textual.
"""
