package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import java.util.List;

/**
 * How a program's rows lie in memory. In the first two layouts the sums and products of a row have one order, whatever the size of the
 * batch, so a row has the same bits alone as in a batch.
 */
public enum Layout {
    /** The batch axis is last, and fills the lanes. */
    BATCH_LAST {
        @Override
        public Program apply(Program program) {
            return BatchLast.of(program);
        }
    },
    /** Fewer rows than lanes: features fill the lanes. */
    FEW_ROWS {
        @Override
        public Program apply(Program program) {
            return SequentialSums.of(program);
        }
    },
    /** As it was traced: channels of images fill the lanes, and programs without rows have no batch axis. */
    AS_TRACED {
        @Override
        public Program apply(Program program) {
            return program;
        }
    };

    /** Lanes of the widest vectors. */
    private static final int LANES = 16;

    /** The program in this layout. */
    public abstract Program apply(Program program);

    /** Whether long sums and products may be cut into parts by their size, which the size of the batch is part of. */
    public boolean cutsLongSums() {
        return this == AS_TRACED;
    }

    /** The fastest layout of a program; its result in that layout has the same one. */
    public static Layout of(Program program) {
        List<Source.Input> rows = program.instructions().stream()
                .map(Program.Instruction::op)
                .filter(op -> op instanceof Source.Input in && in.batched())
                .map(Source.Input.class::cast)
                .toList();
        if (rows.isEmpty() || hasImages(program)) {
            return AS_TRACED;
        }
        return rows.stream().anyMatch(in -> in.shape().dim(0) >= LANES) ? BATCH_LAST : FEW_ROWS;
    }

    private static boolean hasImages(Program program) {
        return program.instructions().stream()
                .anyMatch(i -> i.op() instanceof Convolution || i.op() instanceof Attention);
    }
}
