package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;

/** The oracle: double precision, one scalar loop for each operation, an array for each value, nothing clever. */
public final class ReferenceEngine implements Engine {
    /** It has no state. */
    public ReferenceEngine() {}

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "reference: double precision, scalar, one thread";
    }

    @Override
    public Executable compile(Program program) {
        return new ReferenceExecutable(program);
    }
}
