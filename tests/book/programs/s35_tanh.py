# Step 35, curriculum 18: higher orders of tanh, and how the graph grows.
x = Variable(np.array(1.0))
y = F.tanh(x)
x.name = 'x'
y.name = 'y'
y.backward(create_graph=True)

sizes = []
iters = 5
for i in range(iters):
    gx = x.grad
    sizes.append(dezero.graph_size(gx).functions)
    x.cleargrad()
    gx.backward(create_graph=True)
gx = x.grad
gx.name = 'gx' + str(iters + 1)
sizes.append(dezero.graph_size(gx).functions)
print(sizes, gx.name)
# prints:
# [4, 9, 21, 51, 129, 339] gx6
