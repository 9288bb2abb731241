# Step 8: the recursion as a loop over a list of functions.
def back(y):
    funcs = [y.creator]
    while funcs:
        f = funcs.pop()
        x, y = f.input, f.output
        x.grad = f.backward(y.grad)
        if x.creator is not None:
            funcs.append(x.creator)


x = Variable(np.array(0.5))
a = square(x)
b = exp(a)
y = square(b)
y.grad = np.ones_like(y.data)
back(y)
print('{:.5f}'.format(float(x.grad.data)))
# prints:
# 3.29744
