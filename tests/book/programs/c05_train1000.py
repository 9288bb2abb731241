# Curriculum 05: the network learns x1 = x2 = y, and knows 1000 though it never saw it.
# The figures are those of the same gradients written out by hand in numpy.
params = {f'w{k}': Variable(np.array(float(k))) for k in range(1, 9)}
params |= {f'b{k}': Variable(np.array(float(8 + k))) for k in range(1, 5)}


def net(x1, x2):
    p = params
    f = p['w1'] * x1 + p['w2'] * x2 + p['b1']
    g = p['w3'] * x1 + p['w4'] * x2 + p['b2']
    h = p['w5'] * f + p['w6'] * g + p['b3']
    i = p['w7'] * f + p['w8'] * g + p['b4']
    return h + 2 * i


lr = 1e-3
losses = []
for epoch in range(100):
    total = 0.0
    for k in range(100):
        x = k / 100
        loss = (net(x, x) - x) ** 2
        for p in params.values():
            p.cleargrad()
        loss.backward()
        for p in params.values():
            p.data -= lr * p.grad.data
        total += float(loss.data)
    losses.append(total / 100)
with no_grad():
    print('%.2f %.1e' % (losses[0], losses[-1]), '%.5f' % net(1000.0, 1000.0).data)
# prints:
# 3173.08 2.9e-12 999.98718
