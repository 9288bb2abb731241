# Step 44: Linear layers learn the sine.
import numpy as np
import dezero.functions as F
import dezero.layers as L

np.random.seed(0)
x = np.random.rand(100, 1)
y = np.sin(2 * np.pi * x) + np.random.rand(100, 1)

l1 = L.Linear(10)
l2 = L.Linear(1)


def predict(x):
    y = l1(x)
    y = F.sigmoid(y)
    y = l2(y)
    return y


lr = 0.2
iters = 101
for i in range(iters):
    y_pred = predict(x)
    loss = F.mean_squared_error(y, y_pred)
    l1.cleargrads()
    l2.cleargrads()
    loss.backward()
    for l in [l1, l2]:
        for p in l.params():
            p.data -= lr * p.grad.data
    if i % 50 == 0:
        print(i, '%.4f' % loss.data)
print(l1.W.shape, l2.W.shape, l1.W.dtype)
# prints:
# 0 0.8165
# 50 0.2966
# 100 0.2553
# (1, 10) (10, 1) float32
