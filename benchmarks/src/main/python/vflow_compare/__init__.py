"""PyTorch's side of the comparison: driven by io.github.vflow.benchmarks.compare over stdin and stdout."""
