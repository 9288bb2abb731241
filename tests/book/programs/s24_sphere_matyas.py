# Step 24: functions of optimization: sphere, Matyas.
def sphere(x, y):
    z = x ** 2 + y ** 2
    return z


def matyas(x, y):
    z = 0.26 * (x ** 2 + y ** 2) - 0.48 * x * y
    return z


for f in (sphere, matyas):
    x = Variable(np.array(1.0))
    y = Variable(np.array(1.0))
    z = f(x, y)
    z.backward()
    print(f.__name__, round(float(x.grad.data), 10), round(float(y.grad.data), 10))
# prints:
# sphere 2.0 2.0
# matyas 0.04 0.04
