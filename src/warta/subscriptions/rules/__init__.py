"""What follows from plain values alone: rights, money, prices, and the states of a subscription. Pure."""
