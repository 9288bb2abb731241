# The language around the graphs: comprehensions, unpacking, slices, walrus.
xs = [Variable(np.array(float(k))) for k in range(5) if k % 2 == 0]
print([x.data.item() for x in xs], {k: v for k, v in zip('ab', xs)}['b'])
print({n % 3 for n in range(7)}, [[i * j for j in range(i)] for i in range(4)])
print(sum(i * j for i in range(3) for j in range(3) if i != j), any(x.data > 3 for x in xs))

first, *middle, last = range(6)
(a, b), [c, *d] = (1, 2), 'xyz'
print(first, middle, last, a, b, c, d)
a, b = b, a
print(a, b, [*middle, *d], {**{'p': 1}, 'q': 2})

numbers = list(range(10))
numbers[2:5] = [0]
del numbers[::3]
print(numbers, numbers[-2:], numbers[::-1][:2])

while (n := len(numbers)) > 3:
    numbers.pop()
print(n, numbers)

table = {'w': [1, 2], 'b': (3,)}
for i, (key, value) in enumerate(sorted(table.items()), start=1):
    print(i, key, *value)
print(table.get('z', 'none'), table.setdefault('z', []), list(table), 'w' in table)
print(list(map(lambda p, q: p + q, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])))
print(divmod(17, 5), round(2.675, 1), round(7), 7 // 2, -7 % 3, 2 ** 10, ~5, 6 & 3, 6 ^ 3, 1 << 4)
from itertools import chain, product
from collections import Counter, defaultdict
groups = defaultdict(list)
for word in 'add mul add exp'.split():
    groups[word[0]].append(word)
print(dict(groups), Counter('abca').most_common(1), list(product('ab', [1, 2]))[:2])
print(list(chain([1], [2, 3])), sorted({'b': 1, 'a': 2}, reverse=True), all([]), tuple(reversed([1, 2])))
# prints:
# [0.0, 2.0, 4.0] variable(2.0)
# {0, 1, 2} [[], [0], [0, 2], [0, 3, 6]]
# 4 True
# 0 [1, 2, 3, 4] 5 1 2 x ['y', 'z']
# 2 1 [1, 2, 3, 4, 'y', 'z'] {'p': 1, 'q': 2}
# [1, 0, 6, 7, 9] [7, 9] [9, 7]
# 3 [1, 0, 6]
# 1 b 3
# 2 w 1 2
# none [] ['w', 'b', 'z'] True
# [4, 6] [1, 'a']
# (3, 2) 2.7 7 3 2 1024 -6 2 5 16
# {'a': ['add', 'add'], 'm': ['mul'], 'e': ['exp']} [('a', 2)] [('a', 1), ('a', 2)]
# [1, 2, 3] ['b', 'a'] True (2, 1)
