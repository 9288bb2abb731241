# Step 47: softmax and cross entropy, in single steps and at once.
def softmax1d(x):
    x = as_variable(x)
    y = F.exp(x)
    sum_y = F.sum(y)
    return y / sum_y


p = softmax1d(np.array([0.2, -0.4, 0.0]))
print(round(float(F.sum(p).data), 12), p.data.argmax())


def cross_entropy_simple(x, t):
    x, t = as_variable(x), as_variable(t)
    N = x.shape[0]
    p = F.softmax_simple(x)
    p = F.clip(p, 1e-15, 1.0)
    log_p = F.log(p)
    tlog_p = log_p[np.arange(N), t.data]
    y = -1 * F.sum(tlog_p) / N
    return y


x = np.array([[0.2, -0.4], [0.3, 0.5], [1.3, -3.2], [2.1, 0.3]])
t = np.array([1, 0, 1, 0])
losses = [f(Variable(x), t) for f in (cross_entropy_simple, F.softmax_cross_entropy)]
by_hand = -np.mean([np.log(np.exp(row[i]) / np.exp(row).sum()) for row, i in zip(x, t)])
print([bool(abs(float(loss.data) - by_hand) < 1e-12) for loss in losses])

v = Variable(x)
F.softmax_cross_entropy(v, t).backward()
e = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
e[np.arange(4), t] -= 1
print(np.allclose(v.grad.data, e / 4))
# prints:
# 1.0 0
# [True, True]
# True
