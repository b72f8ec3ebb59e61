"""Commands of `veche`, a module for each family; `cli` registers them."""
