package io.github.vflow.tensor.program;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A random program in the form of numbers, any of which make a well-shaped program: so shrinking drops and lowers
 * numbers, and what it leaves can be pasted into a test.
 *
 * @param rows the size of the batch
 * @param smooth whether operations with kinks are left out, so that differences tell the gradient
 * @param genes four numbers an operation: which one, its operands, and an attribute
 */
public record Recipe(int rows, boolean smooth, List<Integer> genes) {
    private static final int GENE = 4;

    /** From numbers: what {@link #toString} prints. */
    public static Recipe of(int rows, boolean smooth, Integer... genes) {
        return new Recipe(rows, smooth, List.of(genes));
    }

    /** A traced recipe: the values that nothing reads any more, and others. */
    public List<Tensor> trace(Inputs in) {
        List<Tensor> pool = new ArrayList<>(List.of(
                in.batch(Domain.ANY, rows, 4),
                in.batch(Domain.ANY, rows, 3),
                in.batch(Domain.ANY, rows),
                in.batch(Domain.ANY, rows, 2, 3),
                in.plain(Domain.ANY, 4, 3),
                in.plain(Domain.ANY, 4),
                in.plain(Domain.ANY),
                in.plain(Domain.ANY, 1, 3),
                in.plain(Domain.ANY, rows, 1)));
        Tensor mask = in.plain(Domain.MASK, 3);
        int sources = pool.size();
        for (int i = 0; i + GENE <= genes.size(); i += GENE) {
            pool.add(new Step(pool, mask, smooth, genes.subList(i, i + GENE)).apply());
        }
        return pool.subList(Math.max(sources, pool.size() - 4), pool.size());
    }

    /** How many operations it asks for; each takes a few instructions. */
    public int operations() {
        return genes.size() / GENE;
    }

    @Override
    public String toString() {
        return "Recipe.of(" + rows + ", " + smooth
                + genes.stream().map(g -> ", " + g).collect(Collectors.joining()) + ")";
    }
}
