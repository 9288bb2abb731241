# Steps 1 to 9, typed from scratch: an engine of one's own, beside the one that is there.
class Variable:
    def __init__(self, data):
        if data is not None:
            if not isinstance(data, np.ndarray):
                raise TypeError('{} is not supported'.format(type(data)))
        self.data = data
        self.grad = None
        self.creator = None

    def backward(self):
        if self.grad is None:
            self.grad = np.ones_like(self.data)
        waiting = [self.creator]
        while waiting:
            f = waiting.pop()
            f.x.grad = f.backward(f.y.grad)
            if f.x.creator is not None:
                waiting.append(f.x.creator)


class Function:
    def __call__(self, x):
        self.x = x
        self.y = Variable(as_own_array(self.forward(x.data)))
        self.y.creator = self
        return self.y


def as_own_array(x):
    if np.isscalar(x):
        return np.array(x)
    return x


class Cube(Function):
    def forward(self, x):
        return x ** 3

    def backward(self, gy):
        return 3 * self.x.data ** 2 * gy


cube = lambda x: Cube()(x)
x = Variable(np.array(2.0))
y = cube(cube(x))
y.backward()
print(x.grad, 9 * 2.0 ** 8)
try:
    Variable(1.0)
except TypeError as e:
    print(e)
print(Variable(None).data)
# prints:
# 2304.0 2304.0
# <class 'float'> is not supported
# None
