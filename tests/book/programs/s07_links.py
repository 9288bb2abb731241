# Step 7: each variable knows its creator, and each function its input and output.
A = F.Square()
x = Variable(np.array(0.5))
a = A(x)
b = exp(a)
y = square(b)

assert y.creator.input is b
assert y.creator.input.creator.input is a
assert y.creator.input.creator.input.creator is A
assert A.input is x and A.output is a


def back(variable):
    f = variable.creator
    if f is not None:
        x = f.input
        x.grad = f.backward(variable.grad)
        back(x)


y.grad = np.array(1.0)
back(y)
print(x.grad.data)
y.backward()
print(x.creator, y.creator.generation)
# prints:
# 3.297442541400256
# None 2
