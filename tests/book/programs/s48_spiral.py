# Step 48: the spiral in mini batches.
import math
import numpy as np
import dezero
from dezero import optimizers
import dezero.functions as F
from dezero.models import MLP

max_epoch = 10
batch_size = 30
hidden_size = 10
lr = 1.0

x, t = dezero.datasets.get_spiral(train=True)
print(x.shape, t.shape, x.dtype)
print(t[:10])
model = MLP((hidden_size, 3))
optimizer = optimizers.SGD(lr).setup(model)

data_size = len(x)
max_iter = math.ceil(data_size / batch_size)

for epoch in range(max_epoch):
    index = np.random.permutation(data_size)
    sum_loss = 0

    for i in range(max_iter):
        batch_index = index[i * batch_size:(i + 1) * batch_size]
        batch_x = x[batch_index]
        batch_t = t[batch_index]

        y = model(batch_x)
        loss = F.softmax_cross_entropy(y, batch_t)
        model.cleargrads()
        loss.backward()
        optimizer.update()

        sum_loss += float(loss.data) * len(batch_t)

    avg_loss = sum_loss / data_size
    if epoch in (0, 1, 9):
        print('epoch %d, loss %.2f' % (epoch + 1, avg_loss))
# prints:
# (300, 2) (300,) float32
# [1 1 2 0 1 2 0 0 1 2]
# epoch 1, loss 1.13
# epoch 2, loss 1.05
# epoch 10, loss 0.79
