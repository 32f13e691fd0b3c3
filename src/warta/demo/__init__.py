"""The sample newspaper *Layar Pagi* and the generator of archives. Its format: `content/README.md`."""
