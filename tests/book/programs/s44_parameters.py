# Step 44: a Parameter is a Variable that a Layer finds by itself.
import numpy as np
from dezero import Layer, Parameter, Variable

x = Variable(np.array(1.0))
p = Parameter(np.array(2.0))
y = x * p
print(isinstance(p, Parameter), isinstance(x, Parameter), isinstance(y, Parameter))

layer = Layer()
layer.p1 = Parameter(np.array(1))
layer.p2 = Parameter(np.array(2))
layer.p3 = Variable(np.array(3))
layer.p4 = 'test'
print(sorted(layer._params))
print('-------------')
for name in sorted(layer._params):
    print(name, layer.__dict__[name])
# prints:
# True False False
# ['p1', 'p2']
# -------------
# p1 variable(1)
# p2 variable(2)
