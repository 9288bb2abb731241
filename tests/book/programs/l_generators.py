# The language around the graphs: generators, yield from, sends, lazy pipelines.
def batches(data, size):
    for start in range(0, len(data), size):
        yield data[start:start + size]


print(list(batches(list('abcdefg'), 3)))


def leaves(v, seen=None):
    """The leaves behind a Variable, each once."""
    seen = set() if seen is None else seen
    if v in seen:
        return
    seen.add(v)
    if v.creator is None:
        yield v
        return
    for x in v.creator.inputs:
        yield from leaves(x, seen)


a, b = Variable(np.array(2.0)), Variable(np.array(3.0))
y = a * b + a
print([v.data.item() for v in leaves(y)])


def running_mean():
    total, n, mean = 0.0, 0, None
    while True:
        value = yield mean
        total, n = total + value, n + 1
        mean = total / n


mean = running_mean()
next(mean)
print([mean.send(v) for v in (1.0, 2.0, 6.0)])
squares = (n * n for n in range(10**9))
print(next(squares), next(squares), next(squares), next((n for n in squares if n > 50), None))
print(sum(x for x in map(lambda k: k + 1, filter(lambda k: k % 2, range(10)))))
# prints:
# [['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]
# [2.0, 3.0]
# [1.0, 1.5, 3.0]
# 0 1 4 64
# 30
