"""The worker: a process of its own, with limits, in which the code of strangers runs.

The parent (process.py) starts it, hands it one job, reads what it says (messages.py) and kills it
when a limit strikes. The worker (child.py) confines itself (confinement.py) before it looks at any
code. What it tells of backward passes are the records of a session file, and they are checked as
those are (received.py): a worker that was taken over can say no more than a hostile file could.

Limits (limits.py): ticks and output are counted in the worker by the language, output by the parent
as well; memory is the system's; of time, the parent has the clock.

Nothing is imported here: the worker comes up the sooner without the parent's side.
"""
