# Step 4: the slope by a central difference, for one function and for a composite.
def slope(f, x, eps=1e-4):
    x0 = Variable(x.data - eps)
    x1 = Variable(x.data + eps)
    y0 = f(x0)
    y1 = f(x1)
    return (y1.data - y0.data) / (2 * eps)


f = square
x = Variable(np.array(2.0))
dy = slope(f, x)
print(round(float(dy), 6))


def composite(x):
    return square(exp(square(x)))


dy = slope(composite, Variable(np.array(0.5)))
print(f'{float(dy):.6f}')  # 4 x e ** (2 x ** 2) at 0.5 is 2 e ** 0.5
# prints:
# 4.0
# 3.297443
