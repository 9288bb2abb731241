"""`matplotlib.pyplot` as a session has it: functions that collect a figure as plain data.

numbers.py makes arrays of whatever a program gives; styles.py reads colours and format strings;
series.py, fields.py, frame.py and axes.py collect one plot, figures.py those of a figure; opened.py
holds the figures of a session; pyplot.py is the table of functions that an import binds, loaded by
the first such import. Nothing is drawn here: `plt.show()` hands a Figure (recording/figures.py) to
whoever runs the session.
"""

from backstep.language.library.plotting.opened import Current, Figures

__all__ = ["Current", "Figures"]
