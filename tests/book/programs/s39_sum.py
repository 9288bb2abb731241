# Step 39: sums over axes; the gradient is broadcast back.
from dezero import utils


class Sum(Function):
    def __init__(self, axis, keepdims):
        self.axis = axis
        self.keepdims = keepdims

    def forward(self, x):
        self.x_shape = x.shape
        y = x.sum(axis=self.axis, keepdims=self.keepdims)
        return y

    def backward(self, gy):
        gy = utils.reshape_sum_backward(gy, self.x_shape, self.axis, self.keepdims)
        gx = F.broadcast_to(gy, self.x_shape)
        return gx


def my_sum(x, axis=None, keepdims=False):
    return Sum(axis, keepdims)(x)


x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
y = my_sum(x, axis=0)
y.backward()
print(y, x.grad.data.tolist())

x = Variable(np.random.randn(2, 3, 4, 5))
print(my_sum(x, keepdims=True).shape, x.sum(axis=(1, 3)).shape, x.sum().shape)
# prints:
# variable([5 7 9]) [[1, 1, 1], [1, 1, 1]]
# (1, 1, 1, 1) (2, 4) ()
