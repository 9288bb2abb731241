# Steps 25 and 26: the graph as DOT text; no file is written.
import numpy as np
from dezero import Variable
from dezero.utils import get_dot_graph

x0 = Variable(np.array(1.0))
x1 = Variable(np.array(1.0))
y = x0 + x1
x0.name = 'x0'
x1.name = 'x1'
y.name = 'y'

txt = get_dot_graph(y, verbose=False)
lines = txt.splitlines()
print(lines[0], lines[-1], len(lines))
print([part.split('"')[1] for part in lines if 'label' in part])
print(sum('->' in line for line in lines))
# prints:
# digraph g { } 9
# ['y', 'Add', 'x0', 'x1']
# 3
