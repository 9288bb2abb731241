# Step 44: the Layer class as a reader types it, with __setattr__ and yield.
import weakref


class Layer:
    def __init__(self):
        self._params = set()

    def __setattr__(self, name, value):
        if isinstance(value, (Parameter, Layer)):
            self._params.add(name)
        super().__setattr__(name, value)

    def __call__(self, *inputs):
        outputs = self.forward(*inputs)
        if not isinstance(outputs, tuple):
            outputs = (outputs,)
        self.inputs = [weakref.ref(x) for x in inputs]
        self.outputs = [weakref.ref(y) for y in outputs]
        return outputs if len(outputs) > 1 else outputs[0]

    def forward(self, inputs):
        raise NotImplementedError()

    def params(self):
        for name in sorted(self._params):
            obj = self.__dict__[name]
            if isinstance(obj, Layer):
                yield from obj.params()
            else:
                yield obj

    def cleargrads(self):
        for param in self.params():
            param.cleargrad()


class Linear(Layer):
    def __init__(self, out_size, nobias=False, dtype=np.float32, in_size=None):
        super().__init__()
        self.in_size = in_size
        self.out_size = out_size
        self.dtype = dtype
        self.W = Parameter(None, name='W')
        if self.in_size is not None:
            self._init_W()
        if nobias:
            self.b = None
        else:
            self.b = Parameter(np.zeros(out_size, dtype=dtype), name='b')

    def _init_W(self):
        I, O = self.in_size, self.out_size
        W_data = np.random.randn(I, O).astype(self.dtype) * np.sqrt(1 / I)
        self.W.data = W_data

    def forward(self, x):
        if self.W.data is None:
            self.in_size = x.shape[1]
            self._init_W()
        y = F.linear(x, self.W, self.b)
        return y


class Net(Layer):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = Linear(10), Linear(1, nobias=True)

    def forward(self, x):
        return self.l2(F.sigmoid(self.l1(x)))


net = Net()
x = Variable(np.random.rand(5, 3))
loss = F.sum(net(x) ** 2)
loss.backward()
print([(p.name, p.shape, p.grad.shape) for p in net.params()])
net.cleargrads()
print(all(p.grad is None for p in net.params()), net.inputs[0]() is x)
# prints:
# [('W', (3, 10), (3, 10)), ('b', (10,), (10,)), ('W', (10, 1), (10, 1))]
# True True
