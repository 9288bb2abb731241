# Step 4, curriculum session 03: a smaller eps is not always better.
import math


def forward_error(eps):
    f = lambda t: math.exp(2 * t * t)
    return abs((f(0.5 + eps) - f(0.5)) / eps - 2 * math.exp(0.5))


def central_error(eps):
    f = lambda t: math.exp(2 * t * t)
    return abs((f(0.5 + eps) - f(0.5 - eps)) / (2 * eps) - 2 * math.exp(0.5))


powers = range(2, 13)
best = min(powers, key=lambda k: forward_error(10 ** -k))
print(best, forward_error(1e-12) > forward_error(1e-8))
best_central = min(powers, key=lambda k: central_error(10 ** -k))
print(4 <= best_central <= 6, central_error(10.0 ** -best_central) < forward_error(10.0 ** -best))
# prints:
# 8 True
# True True
