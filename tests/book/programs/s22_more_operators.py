# Step 22: -x, -, / and **, also from the right.
x = Variable(np.array(2.0))
print(-x, 2.0 - x, x - 1.0, 3.0 / x, x / 4, x ** 3)
y = (1 / x - x ** 3) / -x
y.backward()
# y is x ** 2 - x ** -2, so the slope is 2 x + 2 / x ** 3
print(x.grad.data, 2 * 2 + 2 / 8)
z = x
z -= 1
z /= 3
z **= 2
print(z)
# prints:
# variable(-2.0) variable(0.0) variable(1.0) variable(1.5) variable(0.5) variable(8.0)
# 4.25 4.25
# variable(0.1111111111111111)
