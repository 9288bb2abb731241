# Step 28, curriculum 23: Rosenbrock's valley, and gradient descent through it.
def rosenbrock(x0, x1):
    y = 100 * (x1 - x0 ** 2) ** 2 + (x0 - 1) ** 2
    return y


x0 = Variable(np.array(0.0))
x1 = Variable(np.array(2.0))
y = rosenbrock(x0, x1)
y.backward()
print(y.data, x0.grad.data, x1.grad.data)

lr = 0.001
iters = 300
for i in range(iters):
    y = rosenbrock(x0, x1)
    x0.cleargrad()
    x1.cleargrad()
    y.backward()
    x0.data -= lr * x0.grad.data
    x1.data -= lr * x1.grad.data
print('%.4f %.4f' % (x0.data, x1.data))
# prints:
# 401.0 -2.0 400.0
# 0.4192 0.1729
