# Step 11: functions of several inputs, first with lists.
class Variable:
    def __init__(self, data):
        self.data = data


class Function:
    def __call__(self, inputs):
        xs = [x.data for x in inputs]
        ys = self.forward(xs)
        outputs = [Variable(np.asarray(y)) for y in ys]
        for output in outputs:
            output.creator = self
        self.inputs, self.outputs = inputs, outputs
        return outputs

    def forward(self, xs):
        raise NotImplementedError()


class Add(Function):
    def forward(self, xs):
        x0, x1 = xs
        y = x0 + x1
        return (y,)


xs = [Variable(np.array(2)), Variable(np.array(3))]
f = Add()
ys = f(xs)
y = ys[0]
print(y.data, len(ys), y.creator is f)
# prints:
# 5 1 True
