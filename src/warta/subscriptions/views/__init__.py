"""What the newsroom does with readers, orders and vouchers."""
