# Step 41: the shapes of a matrix product and of its gradients.
class MatMul(Function):
    def forward(self, x, W):
        y = x.dot(W)
        return y

    def backward(self, gy):
        x, W = self.inputs
        gx = matmul(gy, W.T)
        gW = matmul(x.T, gy)
        return gx, gW


x = Variable(np.random.randn(2, 3))
W = Variable(np.random.randn(3, 4))
y = MatMul()(x, W)
y.backward()
print(x.grad.shape, W.grad.shape)
print(np.allclose(x.grad.data, np.ones((2, 4)) @ W.data.T))

a = np.array([1, 2, 3])
b = np.array([4, 5, 6])
print(np.dot(a, b), F.matmul(Variable(a), b).data, (Variable(np.eye(2)) @ np.ones((2, 1))).shape)
# prints:
# (2, 3) (3, 4)
# True
# 32 32 (2, 1)
