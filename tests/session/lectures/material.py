"""A lecture with everything in it that there can be, as its Markdown is written."""

TALK = """\
# Two paths, and why generations

> language ko

> seed 7

Where two paths of unequal length meet, the order of the pops matters.

- one
- `two`

```python
x = Variable(np.array(2.0))
a = square(x)
y = add(square(a), square(a))
```

> An ordinary quote, and a fence of another language:

```sh
backstep run talk.md
```

```python
y.backward()
```

> watch pop 1: queue zoomed down

> ask start = 64: What will x.grad be at the end?

> ask pop 2: gx

> ask pop 2 grad: Is it still there?

> ask pop 3: next

> why: square#2 has the highest generation, 1.

> note pop 3 deliver 1: A sentence that is shown there, long enough that it goes on in a second
> line, which begins with a sign alone.
>
> And a paragraph of its own.

> ask pop 4 deliver 1 = "16: a lot" | 64.0 | nothing at all: What comes to x?

> stop end

Here is the same again, by a loop that does not sort.

> algorithm stack

```python
for k in range(3):
    x.cleargrad()
    y = add(square(a), square(a))
    y.backward()
x.grad
```

> note pass 1 end: Half of it is lost.

> stop pass 2 pop 2

```python
np.random.rand(2).reshape(3, 3)
```

> fails ValueError

Change this and look again: `y = square(a) + square(a) + square(a)`.

> It is shown by a quote.
"""
