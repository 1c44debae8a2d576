package io.github.vflow.tensor.ir;

import java.util.stream.Collectors;

/** Prints a program, one instruction a line: {@code %7 [64, 50] = matmul %3 %5}. */
final class ProgramPrinter {
    private ProgramPrinter() {}

    static String print(Program p) {
        StringBuilder s = new StringBuilder();
        p.instructions().forEach(i -> s.append(line(i)).append('\n'));
        p.outputs()
                .forEach((name, v) ->
                        s.append("output ").append(name).append(" = ").append(v).append('\n'));
        p.updates()
                .forEach((name, v) ->
                        s.append("update ").append(name).append(" ← ").append(v).append('\n'));
        return s.toString();
    }

    static String line(Program.Instruction i) {
        String name = i.op().getClass().getSimpleName();
        String operands = i.op().operands().stream().map(Value::toString).collect(Collectors.joining(" "));
        String head = i.result() + " " + i.result().shape() + " = " + Character.toLowerCase(name.charAt(0))
                + name.substring(1);
        String attributes = attributes(i.op());
        return head + (operands.isEmpty() ? "" : " " + operands) + (attributes.isEmpty() ? "" : " " + attributes);
    }

    private static String attributes(Op op) {
        return switch (op) {
            case Source.Input in -> '"' + in.name() + '"' + (in.batched() ? " batched" : "");
            case Source.Scalar s -> Double.toString(s.value());
            case Source.Constant c -> "(" + c.data().length + " numbers)";
            case Unary _, Binary _, Select _, Movement.Broadcast _, Movement.Reshape _ -> "";
            case Movement.Copy c -> "at " + c.time();
            case Reduction r -> "axis " + r.axis();
            case Movement.Transpose t -> t.order().toString();
            case Movement.Slice s -> "axis " + s.axis() + " [" + s.from() + ", " + s.to() + ")";
            case Movement.Concat c -> "axis " + c.axis();
            case Movement.Pad p -> "axis " + p.axis() + " " + p.before() + " " + p.after();
            case Movement.Permute p -> "axis " + p.axis() + " " + p.order();
            case LinearAlgebra.MatMul m -> (m.transposeA() ? "aᵀ " : "a ") + (m.transposeB() ? "bᵀ" : "b");
            case LinearAlgebra.LogAbsDet _, LinearAlgebra.Inverse _, Convolution.Conv2d _ -> "";
            case Convolution.KernelGradient g -> g.height() + " × " + g.width();
            case Attention a -> a.heads() + (a.heads() == 1 ? " head" : " heads");
            case Mixture m -> "axis " + m.axis();
        };
    }
}
