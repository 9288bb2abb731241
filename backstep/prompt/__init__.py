"""The prompt: typing cells, commands that begin with %, and the trip into the stepper and back."""
