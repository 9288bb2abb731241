# Step 13: z = x ** 2 + y ** 2.
x = Variable(np.array(2.0))
y = Variable(np.array(3.0))

z = add(square(x), square(y))
z.backward()
print(z.data)
print(x.grad.data)
print(y.grad.data)
# prints:
# 13.0
# 4.0
# 6.0
