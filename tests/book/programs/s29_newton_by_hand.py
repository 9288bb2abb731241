# Step 29: Newton's method with a second derivative that is typed in.
def f(x):
    y = x ** 4 - 2 * x ** 2
    return y


def gx2(x):
    return 12 * x ** 2 - 4


x = Variable(np.array(2.0))
iters = 10
for i in range(iters):
    if i < 6:
        print(i, '{:.6f}'.format(float(x.data)))
    y = f(x)
    x.cleargrad()
    y.backward()
    x.data -= x.grad.data / gx2(x.data)
print(float(x.data))
# prints:
# 0 2.000000
# 1 1.454545
# 2 1.151047
# 3 1.025326
# 4 1.000908
# 5 1.000001
# 1.0
