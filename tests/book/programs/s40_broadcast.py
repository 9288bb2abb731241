# Step 40, curriculum 20: a broadcast in the forward pass is a sum in the backward pass.
x0 = Variable(np.array([1, 2, 3]))
x1 = Variable(np.array([10]))
y = x0 + x1
print(y)
y.backward()
print(x1.grad, x1.grad.shape)


class SumTo(Function):
    def __init__(self, shape):
        self.shape = shape

    def forward(self, x):
        self.x_shape = x.shape
        y = dezero.utils.sum_to(x, self.shape)
        return y

    def backward(self, gy):
        gx = broadcast_to(gy, self.x_shape)
        return gx


x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
y = SumTo((1, 3))(x)
print(y, F.sum_to(x, (2, 1)).data.tolist())

a = Variable(np.ones((2, 3)) * 2)
b = Variable(np.array([1.0, 2.0, 3.0]))
F.sum(a * b).backward()
print(b.grad.data)
# prints:
# variable([11 12 13])
# variable([3]) (1,)
# variable([[5 7 9]]) [[6], [15]]
# [4. 4. 4.]
