"""Every write of subscriptions: who gives, buys, pays, changes and ends."""
