"""Site -> Outputs: one module a product, each ``render(context)``; `products` runs them all, in order."""
