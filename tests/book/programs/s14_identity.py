# Appendix A: += changes an array in place, + makes another.
x = np.array(1)
before = id(x)
x += x
print(id(x) == before, x)
x = x + x
print(id(x) == before, x)

a = np.zeros(2)
b = a
b[0] += 5
c = a.copy()
c[:] = 1
print(a, c, a is b)
# prints:
# True 2
# False 4
# [5. 0.] [1. 1.] True
