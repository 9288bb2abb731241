# Step 20, curriculum 02: y = a * b + c.
a = Variable(np.array(3.0))
b = Variable(np.array(2.0))
c = Variable(np.array(1.0))

y = add(mul(a, b), c)
y.backward()
print(y)
print(a.grad.data, b.grad.data, c.grad.data)
print(a * b + c)
# prints:
# variable(7.0)
# 2.0 3.0 1.0
# variable(7.0)
