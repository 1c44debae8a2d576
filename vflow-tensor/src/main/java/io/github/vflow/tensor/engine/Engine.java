package io.github.vflow.tensor.engine;

import io.github.vflow.tensor.ir.Program;

/** Turns programs into something that runs. Implementations are thread-safe; what they compile is not. */
public interface Engine {
    /** The name by which it is asked for, such as {@code reference} or {@code vector}. */
    String name();

    /** One line for a person: precision, lanes, threads, device. */
    String description();

    /** Prepares a program: all memory that its runs need is allocated here. */
    Executable compile(Program program);

    /** How the memory of a program would be laid out, for a person; engines that can tell without taking it do. */
    default String plan(Program program) {
        try (Executable e = compile(program)) {
            return e.plan();
        }
    }
}
