# Step 27, curriculum 23: a Taylor series of sin, with a threshold.
import math


class Sin(Function):
    def forward(self, x):
        return np.sin(x)

    def backward(self, gy):
        x = self.inputs[0].data
        gx = gy * np.cos(x)
        return gx


def my_sin(x, threshold=0.0001):
    y = 0
    terms = 0
    for i in range(100000):
        c = (-1) ** i / math.factorial(2 * i + 1)
        t = c * x ** (2 * i + 1)
        y = y + t
        terms += 1
        if abs(t.data) < threshold:
            break
    return y, terms


x = Variable(np.array(np.pi / 4))
y = Sin()(x)
y.backward()
print('%.10f %.10f' % (y.data, x.grad.data))

x.cleargrad()
y, terms = my_sin(x)
y.backward()
print(terms, '%.10f %.10f' % (y.data, x.grad.data))

x.cleargrad()
y, terms = my_sin(x, threshold=1e-150)
y.backward()
print(terms, '%.10f %.10f' % (y.data, x.grad.data))
# prints:
# 0.7071067812 0.7071067812
# 4 0.7071064696 0.7071032148
# 47 0.7071067812 0.7071067812
