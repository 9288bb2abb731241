"""`backstep help TOPIC` and `%help TOPIC`: pages made from what is there.

A page is a list of blocks, broken to the width where it is shown (`blocks.py`); each topic has one
file with a function `page`, and one entry in `topics.py`. What a page lists comes from the registry
that the thing itself is made from; the errors that it shows are raised while it is made.
"""
