# Step 36, curriculum 19: a gradient inside another computation.
x = Variable(np.array(2.0))
y = x ** 2
y.backward(create_graph=True)
gx = x.grad
x.cleargrad()

z = gx ** 3 + y
z.backward()
print(x.grad)

# a gradient penalty: d/dw (d/dx tanh(w x)) ** 2
w, x = Variable(np.array(0.8)), Variable(np.array(1.5))
t = F.tanh(w * x)
t.backward(create_graph=True)
penalty = x.grad ** 2
w.cleargrad()
penalty.backward()


def slope(w):  # of tanh(w x) at x = 1.5
    return w * (1 - np.tanh(w * 1.5) ** 2)


eps = 1e-5
central = (slope(0.8 + eps) ** 2 - slope(0.8 - eps) ** 2) / (2 * eps)
print(abs(w.grad.data - central) < 1e-8)
# prints:
# variable(100.0)
# True
