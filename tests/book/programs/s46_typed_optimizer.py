# Step 46: Optimizer and MomentumSGD as a reader types them; id() tells parameters apart.
class Optimizer:
    def __init__(self):
        self.target = None
        self.hooks = []

    def setup(self, target):
        self.target = target
        return self

    def update(self):
        params = [p for p in self.target.params() if p.grad is not None]
        for f in self.hooks:
            f(params)
        for param in params:
            self.update_one(param)

    def update_one(self, param):
        raise NotImplementedError()

    def add_hook(self, f):
        self.hooks.append(f)


class MomentumSGD(Optimizer):
    def __init__(self, lr=0.01, momentum=0.9):
        super().__init__()
        self.lr = lr
        self.momentum = momentum
        self.vs = {}

    def update_one(self, param):
        v_key = id(param)
        if v_key not in self.vs:
            self.vs[v_key] = np.zeros_like(param.data)
        v = self.vs[v_key]
        v *= self.momentum
        v -= self.lr * param.grad.data
        param.data += v


class Line(Model):
    def __init__(self):
        super().__init__()
        self.w = Parameter(np.array([2.0]))

    def forward(self, x):
        return self.w * x


from dezero import optimizers

results = []
for optimizer in (MomentumSGD(0.1), optimizers.MomentumSGD(0.1)):
    line = Line()
    optimizer.setup(line)
    seen = []
    for _ in range(3):
        loss = F.sum(line(np.array([1.0])) ** 2)
        line.cleargrads()
        loss.backward()
        optimizer.update()
        seen.append(round(float(line.w.data[0]), 6))
    results.append(seen)
print(results[0])
print(results[0] == results[1])
# prints:
# [1.6, 0.92, 0.124]
# True
