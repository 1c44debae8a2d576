package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Program;
import java.math.BigInteger;
import java.util.List;

/**
 * How far operations that run together can be cut: into as many pieces as leave each of them whole rows.
 *
 * @param pieces how many; 0 for no operation
 * @param size numbers in the largest array
 */
public record Tiling(int pieces, int size) {
    /** Of no operation. */
    public static final Tiling NONE = new Tiling(0, 0);

    /** Of operations on rows. */
    public static Tiling of(List<Program.Instruction> instructions) {
        Tiling all = NONE;
        for (Program.Instruction i : instructions) {
            all = all.and(Rowwise.of(i.op()).orElseThrow());
        }
        return all;
    }

    /** With one operation more. */
    public Tiling and(Rowwise r) {
        return new Tiling(
                BigInteger.valueOf(pieces).gcd(BigInteger.valueOf(r.rows())).intValue(), Math.max(size, r.size()));
    }

    /** Numbers of the largest array in a piece. */
    public int piece() {
        return (size + pieces - 1) / pieces;
    }
}
