# Step 49: datasets, of ours and of one's own; examples put together to a batch.
import numpy as np
import dezero
from dezero.datasets import Dataset

train_set = dezero.datasets.Spiral(train=True)
print(train_set[0][1], len(train_set))

batch_index = [0, 1, 2]
batch = [train_set[i] for i in batch_index]
x = np.array([example[0] for example in batch])
t = np.array([example[1] for example in batch])
print(x.shape, t)


class Squares(Dataset):
    """Numbers that are never all there at once."""

    def __getitem__(self, index):
        return np.array([index], dtype=np.float32), index ** 2

    def __len__(self):
        return 1000000


squares = Squares()
print(len(squares), squares[12])
# prints:
# 1 300
# (3, 2) [1 1 2]
# 1000000 (array([12.], dtype=float32), 144)
