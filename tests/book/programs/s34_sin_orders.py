# Step 34: sin to the fourth order, over a whole array.
import dezero.functions as F

x = Variable(np.linspace(-7, 7, 200))
y = F.sin(x)
y.backward(create_graph=True)

logs = [y.data]
for i in range(3):
    logs.append(x.grad.data)
    gx = x.grad
    x.cleargrad()
    gx.backward(create_graph=True)

labels = ["y=sin(x)"] + ["y" + "'" * k for k in (1, 2, 3)]
exact = [np.sin, np.cos, lambda t: -np.sin(t), lambda t: -np.cos(t)]
for label, got, of in zip(labels, logs, exact):
    print('{:<8} {}'.format(label, np.allclose(got, of(x.data))))
# prints:
# y=sin(x) True
# y'       True
# y''      True
# y'''     True
