# Step 42: a line through points. The loss settles near the variance of the noise, 1 / 12.
import numpy as np
from dezero import Variable
import dezero.functions as F

np.random.seed(0)
x = np.random.rand(100, 1)
y = 5 + 2 * x + np.random.rand(100, 1)
x, y = Variable(x), Variable(y)

W = Variable(np.zeros((1, 1)))
b = Variable(np.zeros(1))


def predict(x):
    y = F.matmul(x, W) + b
    return y


def mean_squared_error(x0, x1):
    diff = x0 - x1
    return F.sum(diff ** 2) / len(diff)


lr = 0.1
iters = 100
for i in range(iters):
    y_pred = predict(x)
    loss = mean_squared_error(y, y_pred)
    W.cleargrad()
    b.cleargrad()
    loss.backward()
    W.data -= lr * W.grad.data
    b.data -= lr * b.grad.data
    if i % 25 == 0:
        print(i, '%.3f' % loss.data)
print(W.data.round(4).tolist(), b.data.round(4).tolist())
# prints:
# 0 42.296
# 25 0.097
# 50 0.087
# 75 0.082
# [[2.1181]] [5.4661]
