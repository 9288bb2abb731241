# Step 33, curriculum 16: gradients of gradients.
def f(x):
    y = x ** 4 - 2 * x ** 2
    return y


x = Variable(np.array(2.0))
y = f(x)
y.backward(create_graph=True)
print(x.grad)

gx = x.grad
x.cleargrad()
gx.backward()
print(x.grad)

x = Variable(np.array(2.0))
y = f(x)
y.backward(create_graph=True)
gx = x.grad
gx.backward()
print(x.grad)
# prints:
# variable(24.0)
# variable(44.0)
# variable(68.0)
