# Step 14, curriculum 06: a variable used twice; a second graph without and with cleargrad.
x = Variable(np.array(3.0))
y = add(x, x)
y.backward()
print(x.grad.data)

y = add(add(x, x), x)
y.backward()
print(x.grad.data)

x.cleargrad()
y = add(add(x, x), x)
y.backward()
print(x.grad.data)
# prints:
# 2.0
# 5.0
# 3.0
