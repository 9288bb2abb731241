# Steps 15 and 16: without generations the diamond goes wrong; with them the queue is sorted.
class Node:
    def __init__(self, generation):
        self.generation = generation


generations = [2, 0, 1, 4, 2]
funcs = []
for g in generations:
    funcs.append(Node(g))
print([f.generation for f in funcs])

funcs.sort(key=lambda node: node.generation)
print([f.generation for f in funcs], funcs.pop().generation)

x = Variable(np.array(2.0))
a = square(x)
y = add(square(a), square(a))
y.backward()
print(y.data, x.grad.data)
print([v.generation for v in (x, a, y)])
# prints:
# [2, 0, 1, 4, 2]
# [0, 1, 2, 2, 4] 4
# 32.0 64.0
# [0, 1, 3]
