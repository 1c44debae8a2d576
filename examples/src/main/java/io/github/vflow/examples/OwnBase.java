package io.github.vflow.examples;

import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.distribution.Base;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.table.Recipe;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Shape;
import java.io.PrintStream;
import java.util.Arrays;

/** A base distribution of one's own, with a learned parameter: densities and samples are both of it. */
public final class OwnBase {
    private OwnBase() {}

    /**
     * ε = sinh(t·asinh(n)) of normal numbers n, with heavier tails the larger t (Jones and Pewsey, 2009). As n = sinh(asinh(ε)/t), ln p(ε) =
     * ln N(n) + ½·ln(1 + n²) − ½·ln(1 + ε²) − ln t in each dimension.
     *
     * @param logTail ln t [d], trained
     */
    record SinhArcsinh(Parameter logTail) implements Base {
        static SinhArcsinh of(Scope scope, int dimensions) {
            return new SinhArcsinh(scope.parameter("t", Shape.of(dimensions), Initializers.zeros()));
        }

        @Override
        public Tensor logProb(Tensor eps) {
            Tensor t = logTail.in(eps.trace());
            Tensor n = sinh(asinh(eps).times(t.negate().exp()));
            Tensor slope = n.square()
                    .plus(1)
                    .log()
                    .minus(eps.square().plus(1).log())
                    .times(0.5)
                    .minus(t);
            return StandardNormal.INSTANCE.logProb(n).plus(slope.sum(1));
        }

        @Override
        public Tensor sample(Tensor noise) {
            return sinh(asinh(noise).times(logTail.in(noise.trace()).exp()));
        }

        private static Tensor sinh(Tensor x) {
            return x.exp().minus(x.negate().exp()).times(0.5);
        }

        private static Tensor asinh(Tensor x) {
            Tensor size = x.abs().plus(x.square().plus(1).sqrt()).log();
            return x.greater(0).select(size, size.negate());
        }
    }

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, Recipe.standard());
    }

    /** Answers the model. */
    static TableModel run(PrintStream out, Recipe recipe) {
        RowSpec spec = RowSpec.of(3, 0, 3).withBase("tails", SinhArcsinh::of);
        TableModel model = TableModel.fit(Table.of(FitATable.sensors(4_000, 7)), recipe.withArchitecture(spec));
        out.println(model + ", held out " + model.fitted().orElseThrow().heldOut());
        out.println("a new row: " + Arrays.toString(model.sample(1, 5)[0]));
        return model;
    }
}
