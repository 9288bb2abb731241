"""What a session has: Python's builtins, the modules that an import may name, all fixed tables."""
