# Step 45: a layer that holds layers.
from dezero import Layer
import dezero.layers as L

model = Layer()
model.l1 = L.Linear(5)
model.l2 = L.Linear(3)


def predict(model, x):
    y = model.l1(x)
    y = F.sigmoid(y)
    y = model.l2(y)
    return y


y = predict(model, np.ones((2, 4)))
F.sum(y).backward()
for p in model.params():
    print(p.shape, p.grad is not None)
model.cleargrads()
print([p.grad for p in model.params()])
# prints:
# (4, 5) True
# (5,) True
# (5, 3) True
# (3,) True
# [None, None, None, None]
