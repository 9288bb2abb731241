# Step 33, curriculum 17: Newton's method, all by itself.
import numpy as np
from dezero import Variable


def f(x):
    y = x ** 4 - 2 * x ** 2
    return y


x = Variable(np.array(2.0))
history = []
for i in range(10):
    history.append(float(x.data))
    y = f(x)
    x.cleargrad()
    y.backward(create_graph=True)
    gx = x.grad
    x.cleargrad()
    gx.backward()
    gx2 = x.grad
    x.data -= gx.data / gx2.data
print([round(v, 6) for v in history[1:5]])
print(history[7], float(x.data))
# prints:
# [1.454545, 1.151047, 1.025326, 1.000908]
# 1.0 1.0
