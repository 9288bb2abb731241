# The language around the graphs: text and its formatting.
x = Variable(np.array(2.5))
name, n = 'loss', 3
print('%s at %d: %.3f%%' % (name, n, x.data))
print('{0:>8}|{1:<6}|{0!r}|{k:^5}'.format(name, n, k='*'))
print(f'{x.data:.2f} {n:03d} {name!r} {n=} {x:.1f} {n:>{n + 2}} {1e6:,.0f} {0.25:.0%} {10:#x}')
print(', '.join(f'{k}={v}' for k, v in {'a': 1, 'b': 2}.items()))
print("it's", "\ttab", r'raw\n', 'a' 'b', sep='|', end='.\n')
print("""two
lines""".upper().splitlines(), 'a,b,,c'.split(','), 'epoch 10'.partition(' '))
print('x' * 3 + 'abc'[::-1] + str(1.5), 'b' in 'abc', 'abc'.find('c'), 'é'.isalpha())
# prints:
# loss at 3: 2.500%
#     loss|3     |'loss'|  *
# 2.50 003 'loss' n=3 2.5     3 1,000,000 25% 0xa
# a=1, b=2
# it's|	tab|raw\n|ab.
# ['TWO', 'LINES'] ['a', 'b', '', 'c'] ('epoch', ' ', '10')
# xxxcba1.5 True 2 True
