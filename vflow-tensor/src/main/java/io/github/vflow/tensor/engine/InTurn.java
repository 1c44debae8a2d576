package io.github.vflow.tensor.engine;

/** Shards one after another, in the memory of one. */
record InTurn(Executable program, int shards, Executable together) implements Sharded {
    @Override
    public void each(Work work) {
        for (int i = 0; i < shards; i++) {
            work.run(i, program);
        }
    }

    @Override
    public void close() {
        program.close();
        together.close();
    }
}
