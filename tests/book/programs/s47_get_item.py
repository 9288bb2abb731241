# Step 47: slices of Variables, and where their gradients go.
x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
y = F.get_item(x, 1)
print(y)
y.backward()
print(x.grad)

x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
indices = np.array([0, 0, 1])
y = F.get_item(x, indices)
print(y)
y.backward()
print(x.grad.data.tolist())

y = x[1]
print(y, x[:, 2], x[..., ::-1].shape, x[0, 1])
# prints:
# variable([4 5 6])
# variable([[0 0 0]
#           [1 1 1]])
# variable([[1 2 3]
#           [1 2 3]
#           [4 5 6]])
# [[2, 2, 2], [1, 1, 1]]
# variable([4 5 6]) variable([3 6]) (2, 3) variable(2)
