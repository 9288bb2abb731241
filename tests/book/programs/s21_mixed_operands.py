# Step 21: arrays and numbers beside Variables, on either side.
x = Variable(np.array(2.0))
print(x + np.array(3.0))
print(3.0 * x + 1.0)
y = np.array([2.0]) + x
print(y, type(y) is Variable)
y.backward()
print(x.grad)
# prints:
# variable(5.0)
# variable(7.0)
# variable([4.]) True
# variable(1.0)
