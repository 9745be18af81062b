"""What a scanning counter hands over: the seal of a batch, its receipt, and separator sheets."""
