# Step 3: functions one after the other: (e ** (x ** 2)) ** 2 is e ** (2 * x ** 2).
import numpy as np
from dezero import Function, Variable


class Square(Function):
    def forward(self, x):
        return x ** 2

    def backward(self, gy):
        return 2 * self.inputs[0] * gy


class Exp(Function):
    def forward(self, x):
        return np.exp(x)

    def backward(self, gy):
        return exp(self.inputs[0]) * gy


A, B, C = Square(), Exp(), Square()
x = Variable(np.array(0.5))
y = C(B(A(x)))
print(abs(y.data - np.e ** 0.5) < 1e-12)
print('%.6f' % y.data)
# prints:
# True
# 1.648721
