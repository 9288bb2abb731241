# Step 9: the seed fills itself in, and only arrays are taken.
x = Variable(np.array(0.5))
y = square(exp(square(x)))
y.backward()
print(x.grad.data)

try:
    Variable(1.0)
except TypeError as error:
    print('np.array(1.0)' in str(error))

x = np.array([1.0])
print((x ** 2).ndim, type(x ** 2) is np.ndarray, np.isscalar(np.array(2.0)[()]))
# prints:
# 3.297442541400256
# True
# 1 True True
