# Step 50: a data loader goes through a dataset in batches, an epoch at a time.
from dezero.datasets import Spiral
from dezero import DataLoader

batch_size = 10
max_epoch = 1

train_set = Spiral(train=True)
test_set = Spiral(train=False)
train_loader = DataLoader(train_set, batch_size)
test_loader = DataLoader(test_set, batch_size, shuffle=False)

for epoch in range(max_epoch):
    for x, t in train_loader:
        print(x.shape, t.shape)
        break

    seen = 0
    for x, t in test_loader:
        seen += len(t)
    print(seen, test_loader.max_iter, np.allclose(x[-1], test_set[299][0]))
# prints:
# (10, 2) (10,)
# 300 30 True
