"""Predict: the stepper asks before it shows, and the recording says who was right.

questions.py chooses what is asked of a pass, and where; wording.py says it, with what may be known
and what may be chosen; grading.py holds an answer against the recording and says why; quiz.py is
where the person stands in it, as functions from a view to a view; asking.py and score.py are its
two screens. A question tells of nothing that comes after its position.
"""
