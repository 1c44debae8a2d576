package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Program;
import java.math.BigInteger;
import java.util.List;

/**
 * The tiles that operations on rows have in common: each operation is cut into the same number of pieces of whole rows.
 *
 * @param pieces the most pieces; 0 for no operation
 * @param size elements in the largest array
 */
public record Tiling(int pieces, int size) {
    /** The tiling of no operation. */
    public static final Tiling NONE = new Tiling(0, 0);

    /** The tiling of operations on rows. */
    public static Tiling of(List<Program.Instruction> instructions) {
        Tiling all = NONE;
        for (Program.Instruction i : instructions) {
            all = all.and(Rowwise.of(i.op()).orElseThrow());
        }
        return all;
    }

    /** The tiling with one more operation. */
    public Tiling and(Rowwise r) {
        return new Tiling(
                BigInteger.valueOf(pieces).gcd(BigInteger.valueOf(r.rows())).intValue(), Math.max(size, r.size()));
    }

    /** Elements of the largest array in a piece. */
    public int piece() {
        return (size + pieces - 1) / pieces;
    }
}
