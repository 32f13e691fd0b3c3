"""The sample newspaper's drawings: a small screen-print press, a stock of shapes, and one function a picture."""
