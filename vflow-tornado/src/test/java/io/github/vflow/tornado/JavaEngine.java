package io.github.vflow.tornado;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tornado.lower.Abilities;
import io.github.vflow.tornado.lower.Lowered;
import io.github.vflow.tornado.lower.TaskLowering;
import io.github.vflow.tornado.run.TornadoExecutable;

/** Kernels as plain Java: needs TornadoVM's interface only. */
final class JavaEngine implements Engine {
    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public String description() {
        return "kernels: as plain Java";
    }

    @Override
    public Executable compile(Program program) {
        Lowered lowered = TaskLowering.of(program, new Abilities(false, true));
        return new TornadoExecutable(program, lowered, new JavaMachine(lowered));
    }
}
