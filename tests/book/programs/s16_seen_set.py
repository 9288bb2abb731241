# Step 16: a set remembers which functions wait already; curriculum 09, the challenge.
seen_set = set()
order = []


def add_func(f):
    if f not in seen_set:
        order.append(f)
        seen_set.add(f)
        order.sort(key=lambda x: x.generation)


a = Variable(np.array(2.0))
b = Variable(np.array(3.0))
c = a + b
d = a * b
y = (c + d) + (c * d)
for v in (c, d, c, y, y):
    add_func(v.creator)
print(len(order), order[-1] is y.creator)
y.backward()
print(a.grad.data, b.grad.data)
# prints:
# 3 True
# 25.0 19.0
