"""What a backward pass did, and everything that can be told of it. A view is a function of
(recording, position).

records.py is what a recording is, timeline.py its steps and the state at each. making/ is how a
recording comes about while the engine runs, looking/ what a whole pass is asked for, telling/ the
words and numbers, rerunning/ a pass run again from its recording, comparing/ two side by side.
"""
