package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.elementwise.MarginalMaps;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lifts rows with missing cells: known cells are lifted by their columns, and the dimensions u of missing cells are drawn from r(u | known cells,
 * mask). The bound gets −ln r of the draws, so that ln p(v) becomes the density of the known cells, with the missing ones integrated out. {@link
 * #back} is the columns' own.
 *
 * <p>Whatever a missing cell holds is multiplied by zero, so that neither value nor gradient depends on it.
 *
 * @param columns the surjections of the columns
 * @param r the density of any subset of the lifted dimensions given the others
 * @param missing the columns that some rows miss
 * @param logStd ln of the standard deviation of each column [D_X], in nats; the model subtracts it for all columns, and this adds it again for
 *     missing ones
 */
public record FillMissing(Parallel columns, SubsetDensity r, Set<Integer> missing, List<Double> logStd)
        implements Cells.Lifter {
    private static final Bijective AS_IT_IS = new Bijective(Chain.of());

    public FillMissing {
        missing = Set.copyOf(missing);
        logStd = List.copyOf(logStd);
        if (logStd.size() != columns.columns()) {
            throw new IllegalArgumentException("FillMissing: logStd must have one number for each column but has "
                    + logStd.size() + " for " + columns.columns());
        }
        for (Parallel.Part part : columns.parts()) {
            if (part.columns() > 1
                    && !part.surjection().equals(AS_IT_IS)
                    && !(part.surjection() instanceof Bijective(MarginalMaps _))) {
                throw new IllegalArgumentException(
                        "FillMissing: a part of several columns must leave them as they are, or map each by itself, so"
                                + " that the term of each is known; give each column a part of its own");
            }
        }
    }

    /** For rows that miss any column. */
    public FillMissing(Parallel columns, SubsetDensity r, List<Double> logStd) {
        this(columns, r, IntStream.range(0, columns.columns()).boxed().collect(Collectors.toSet()), logStd);
    }

    /** This for rows that know all columns but some: the bits are the same, and the density of the others is not computed. */
    public FillMissing only(Set<Integer> some) {
        return new FillMissing(columns, r, some, logStd);
    }

    /** Whether some rows miss the column of a dimension. */
    private boolean mayMiss(int dimension) {
        int column = 0;
        int from = 0;
        for (Parallel.Part p : columns.parts()) {
            if (dimension < from + p.lifted()) {
                return p.columns() == 1 ? missing.contains(column) : missing.contains(column + dimension - from);
            }
            column += p.columns();
            from += p.lifted();
        }
        throw new IllegalArgumentException("FillMissing: there are " + from + " dimensions but one is " + dimension);
    }

    @Override
    public int noise() {
        return columns.noise() + r.noise();
    }

    @Override
    public int augment() {
        return columns.augment();
    }

    @Override
    public Lifted lift(Cells x, Tensor noise, Condition condition) {
        Known known = lifted(x, x.known(), noise, condition);
        Draw filled =
                r.draw(known.values, known.masks, this::mayMiss, noise.slice(1, columns.noise(), noise()), condition);
        return new Lifted(filled.value(), known.added.minus(filled.logProb()));
    }

    /**
     * The columns of a batch, lifted; stand-ins for missing cells count nowhere.
     *
     * @param values [b, L]
     * @param masks 1 for a dimension of a known cell, 0 for one of a missing cell [b, L]
     * @param added the terms of the known columns [b], in nats
     */
    record Known(Tensor values, Tensor masks, Tensor added) {}

    Known lifted(Cells x, Tensor known, Tensor noise, Condition condition) {
        int b = known.shape().dim(0);
        List<Lifted> lifted = columns.liftEach(x.with(x.numbers().times(known)), own(noise), condition);
        List<Tensor> values = new ArrayList<>();
        List<Tensor> masks = new ArrayList<>();
        Tensor added = known.trace()
                .constant(
                        Shape.of(columns.columns()),
                        logStd.stream().mapToDouble(Double::doubleValue).toArray())
                .times(known.negate().plus(1))
                .sum(1);
        int column = 0;
        for (int i = 0; i < lifted.size(); i++) {
            Parallel.Part part = columns.parts().get(i);
            Tensor mask = known.slice(1, column, column + part.columns());
            masks.add(part.surjection().augment() == 0 ? mask : mask.broadcast(Shape.of(b, part.lifted())));
            values.add(lifted.get(i).value());
            added = added.plus(ofKnown(part, lifted.get(i).added(), mask));
            column += part.columns();
        }
        return new Known(Tensor.concat(1, values), Tensor.concat(1, masks), added);
    }

    /** The terms of the known columns of a part [b]. */
    private static Tensor ofKnown(Parallel.Part part, Tensor added, Tensor mask) {
        if (part.columns() == 1) {
            return added.times(mask.reshape(mask.shape().dim(0)));
        }
        if (!(part.surjection() instanceof Bijective(MarginalMaps maps))) {
            return added;
        }
        // a missing cell was mapped as zero
        Tensor ofMissing = mask.trace()
                .constant(Shape.of(part.columns()), maps.logSlopesAtZero())
                .times(mask.negate().plus(1));
        return added.minus(ofMissing.sum(1));
    }

    private Tensor own(Tensor noise) {
        return columns.noise() == 0 ? noise : noise.slice(1, 0, columns.noise());
    }

    @Override
    public Tensor back(Tensor v) {
        return columns.back(v);
    }
}
