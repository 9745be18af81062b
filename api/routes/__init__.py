"""The calls, one file a subject. Each translates HTTP to one service call and back."""
