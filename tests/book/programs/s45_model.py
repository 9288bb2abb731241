# Step 45: a network as a subclass of Model.
import numpy as np
from dezero import Model
import dezero.functions as F
import dezero.layers as L


class TwoLayerNet(Model):
    def __init__(self, hidden_size, out_size):
        super().__init__()
        self.l1 = L.Linear(hidden_size)
        self.l2 = L.Linear(out_size)

    def forward(self, x):
        y = F.sigmoid(self.l1(x))
        y = self.l2(y)
        return y


np.random.seed(0)
x = np.random.rand(100, 1)
y = np.sin(2 * np.pi * x) + np.random.rand(100, 1)
lr, max_iter, hidden_size = 0.2, 101, 10
model = TwoLayerNet(hidden_size, 1)
for i in range(max_iter):
    y_pred = model(x)
    loss = F.mean_squared_error(y, y_pred)
    model.cleargrads()
    loss.backward()
    for p in model.params():
        p.data -= lr * p.grad.data
    if i % 50 == 0:
        print(f'{i:>3}: {float(loss.data):.4f}')
print(len(list(model.params())))
# prints:
#   0: 0.8165
#  50: 0.2966
# 100: 0.2553
# 4
