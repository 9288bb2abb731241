"""What scripts and notebooks get by `import backstep`, beside the engine.

recorded.py records backward passes, recording.py is what comes of it, watching.py how; stepping.py
opens the stepper on them, saving.py makes a session of them. calls.py and names.py find out what
things are called in plain Python. tables.py is how a recording looks with rich, notebook.py in a
page; ipython.py is `%load_ext backstep`.
"""
