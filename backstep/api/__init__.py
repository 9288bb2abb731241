"""What scripts and notebooks get by `import backstep`, beside the engine.

recorded.py is the recording of backward passes, stepping.py opens the stepper on them, exports of
them are `backstep.export`; calls.py and names.py find out what things are called in plain Python.
shown.py is how a recording looks at an IPython prompt, with rich and in a notebook, ipython.py the
`%load_ext backstep`.
"""
