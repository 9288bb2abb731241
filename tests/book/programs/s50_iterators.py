# Step 50: iter and next, and a class that is its own iterator.
t = [1, 2, 3]
x = iter(t)
print(next(x), next(x), next(x))
try:
    next(x)
except StopIteration:
    print('stop')


class MyIterator:
    def __init__(self, max_cnt):
        self.max_cnt = max_cnt
        self.cnt = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.cnt == self.max_cnt:
            raise StopIteration()
        self.cnt += 1
        return self.cnt


obj = MyIterator(5)
for n in obj:
    print(n, end=' ')
print(sum(MyIterator(4)), [a * b for a, b in zip(MyIterator(3), 'xyz')])
# prints:
# 1 2 3
# stop
# 1 2 3 4 5 10 ['x', 'yy', 'zzz']
