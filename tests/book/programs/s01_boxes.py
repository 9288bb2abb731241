# Step 1: a variable is a box for data.
import numpy as np


class Box:
    def __init__(self, data):
        self.data = data


data = np.array(1.0)
box = Box(data)
print(box.data)

box.data = np.array(2.0)
print(box.data, data)
print(box.data.ndim, np.array([1, 2, 3]).ndim, np.array([[1, 2, 3], [4, 5, 6]]).ndim)
# prints:
# 1.0
# 2.0 1.0
# 0 1 2
