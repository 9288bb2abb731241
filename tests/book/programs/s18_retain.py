# Step 18: which gradients are kept.
x0 = Variable(np.array(1.0))
x1 = Variable(np.array(1.0))
t = add(x0, x1)
y = add(x0, t)
y.backward()
print(y.grad, t.grad)
print(x0.grad.data, x1.grad.data)

x0.cleargrad(), x1.cleargrad()
y.backward(retain_grad=True)
print(y.grad.data, t.grad.data, x0.grad.data, x1.grad.data)
# prints:
# None None
# 2.0 1.0
# 1.0 1.0 2.0 1.0
