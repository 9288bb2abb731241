# Step 12: several inputs with star arguments, several outputs, a helper function.
class Plus(Function):
    def forward(self, x0, x1):
        y = x0 + x1
        return y

    def backward(self, gy):
        return gy, gy


class SumAndProduct(Function):
    def forward(self, x0, x1):
        return x0 + x1, x0 * x1

    def backward(self, gs, gp):
        x0, x1 = self.inputs
        return gs + gp * x1, gs + gp * x0


def plus(x0, x1):
    return Plus()(x0, x1)


xs = [Variable(np.array(2.0)), Variable(np.array(3.0))]
y = Plus()(*xs)
print(y.data)


def total(first, *rest, start=0.0):
    result = first + start
    for each in rest:
        result = plus(result, each)
    return result


print(total(*xs, Variable(np.array(4.0)), start=1.0).data)
s, p = SumAndProduct()(*xs)
y = s * p
y.backward()
print(s.data, p.data, xs[0].grad.data, xs[1].grad.data)  # of (a + b) a b: 2 a b + b ** 2, ...
# prints:
# 5.0
# 10.0
# 5.0 6.0 21.0 16.0
