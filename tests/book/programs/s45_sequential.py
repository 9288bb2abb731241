# Step 45: layers and functions in a row.
from dezero.models import MLP, Sequential
import dezero.layers as L

np.random.seed(1)
row = Sequential(L.Linear(4), F.tanh, L.Linear(2))
print(row(np.zeros((3, 5))).data.tolist())
print(len(list(row.params())), row.layers[1] is F.tanh)
deep = MLP([3, 2], activation=lambda v: v)
print(deep(np.zeros((1, 2))).data.tolist())
# prints:
# [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
# 4 True
# [[0.0, 0.0]]
