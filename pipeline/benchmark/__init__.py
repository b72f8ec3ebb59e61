"""The benchmark that anyone can run: every figure of the product on a data folder, as one page.

    python -m pipeline.benchmark DATA --out docs/benchmark.md

No figure is typed by hand: ours are measured when the page is made, those of peers stand in
`peers.toml` with their sources.
"""
