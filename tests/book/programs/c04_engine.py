# Curriculum 04: the same network in the engine: exactly 247, every function popped once.
x1, x2 = Variable(np.array(13.0)), Variable(np.array(14.0))
w1, w2, w3, w4, w5, w6, w7, w8 = [Variable(np.array(float(k))) for k in range(1, 9)]
b1, b2, b3, b4 = (Variable(np.array(float(k))) for k in range(9, 13))

f = w1 * x1 + w2 * x2 + b1
g = w3 * x1 + w4 * x2 + b2
h = w5 * f + w6 * g + b3
i = w7 * f + w8 * g + b4
j = h + 2 * i
j.backward()
print(j.data, w1.grad.data, dezero.graph_size(j).functions)
# prints:
# 3295.0 247.0 18
