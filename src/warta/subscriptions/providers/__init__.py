"""Ways to be paid, one module each. `base.py` says what each must do; `by_code` finds one."""
