"""What `make load` runs: one module a scenario, each with `rows(size)`."""
