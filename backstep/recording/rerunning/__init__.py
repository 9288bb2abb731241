"""A recorded pass run again from its recording: by another loop, or on into the next order."""
