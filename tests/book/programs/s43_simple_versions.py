# Step 43: linear and sigmoid in single steps; the data of a sum's input is given up.
def linear_simple(x, W, b=None):
    x, W = as_variable(x), as_variable(W)
    t = F.matmul(x, W)
    if b is None:
        return t
    y = t + b
    t.data = None  # nobody needs it any more
    return y


def sigmoid_simple(x):
    x = as_variable(x)
    y = 1 / (1 + F.exp(-x))
    return y


x = np.array([[1.0, 2.0]])
W = Variable(np.array([[0.5], [-0.5]]))
b = Variable(np.array([0.25]))
y = sigmoid_simple(linear_simple(x, W, b))
y.backward()
s = 1 / (1 + np.exp(0.25))  # the sigmoid of -0.25
print(np.allclose(y.data, s), np.allclose(b.grad.data, s * (1 - s)))
print(np.allclose(W.grad.data, s * (1 - s) * x.T))
print(F.linear_simple(x, W, b).data.tolist(), F.sigmoid_simple(0.0).data)
# prints:
# True True
# True
# [[-0.25]] 0.5
