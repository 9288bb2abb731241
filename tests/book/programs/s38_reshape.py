# Step 38: reshape and transpose, as functions and as methods.
class Reshape(Function):
    def __init__(self, shape):
        self.shape = shape

    def forward(self, x):
        self.x_shape = x.shape
        y = x.reshape(self.shape)
        return y

    def backward(self, gy):
        return reshape(gy, self.x_shape)


def my_reshape(x, shape):
    if x.shape == shape:
        return as_variable(x)
    return Reshape(shape)(x)


x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
y = my_reshape(x, (6,))
y.backward(retain_grad=True)
print(x.grad.shape)

x = Variable(np.random.randn(1, 2, 3))
print(x.reshape((2, 3)).shape, x.reshape(2, 3).shape, x.reshape(-1).shape)
x = Variable(np.arange(6.0).reshape(2, 3))
print(x.T.shape, x.transpose().shape, F.transpose(x).data.tolist())
y = F.transpose(x) * 2
y.backward()
print(x.grad.data.tolist())
# prints:
# (2, 3)
# (2, 3) (2, 3) (6,)
# (3, 2) (3, 2) [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
# [[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]
