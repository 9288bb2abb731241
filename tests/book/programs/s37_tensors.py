# Step 37: element by element, summed up at the end.
x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
c = Variable(np.array([[10, 20, 30], [40, 50, 60]]))
t = x + c
y = F.sum(t)
y.backward(retain_grad=True)
print(y.data, y.grad.shape)
print(t.grad)
print(x.grad.shape, c.grad.data.tolist())
# prints:
# 231 ()
# variable([[1 1 1]
#           [1 1 1]])
# (2, 3) [[1, 1, 1], [1, 1, 1]]
