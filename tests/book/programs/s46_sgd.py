# Step 46: an optimizer updates what the model's params() give.
import numpy as np
import dezero.functions as F
from dezero import optimizers
from dezero.models import MLP

np.random.seed(0)
x = np.random.rand(100, 1)
y = np.sin(2 * np.pi * x) + np.random.rand(100, 1)

lr = 0.2
max_iter = 101
hidden_size = 10

model = MLP((hidden_size, 1))
optimizer = optimizers.SGD(lr)
optimizer.setup(model)

for i in range(max_iter):
    y_pred = model(x)
    loss = F.mean_squared_error(y, y_pred)

    model.cleargrads()
    loss.backward()

    optimizer.update()
    if i % 50 == 0:
        print(i, '%.4f' % loss.data)
# prints:
# 0 0.8165
# 50 0.2966
# 100 0.2553
