# Curriculum 09: which orders of the diamond give what, replayed by hand over the engine's functions.
x = Variable(np.array(2.0))
a = square(x)
y = add(square(a), square(a))


def walk(y, pick):
    grads = {y: 1.0}
    waiting, seen = [y.creator], {y.creator}
    while waiting:
        f = waiting.pop(pick(waiting))
        gy = Variable(np.array(grads[f.outputs[0]()]))
        gxs = f.backward(gy)
        if not isinstance(gxs, tuple):
            gxs = (gxs,)
        for v, gx in zip(f.inputs, gxs):
            grads[v] = grads.get(v, 0.0) + float(gx.data)
            if v.creator is not None and v.creator not in seen:
                waiting.append(v.creator)
                seen.add(v.creator)
    return grads[x]


newest = lambda waiting: -1
highest = lambda waiting: max(range(len(waiting)), key=lambda k: waiting[k].generation)
print('stack', walk(y, newest))
print('generation', walk(y, highest))
# prints:
# stack 32.0
# generation 64.0
