package io.github.vflow.examples;

import io.github.vflow.flow.Parts;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.io.PrintStream;

/** A custom base distribution with a learned parameter: densities and samples are both of it. */
public final class OwnBase {
    /**
     * ε = sinh(t·asinh(n)) of normal numbers n, with heavier tails the larger t (Jones and Pewsey, 2009). As n = sinh(asinh(ε)/t), ln p(ε) =
     * ln N(n) + ½·ln(1 + n²) − ½·ln(1 + ε²) − ln t in each dimension. The parameter is ln t [d].
     */
    record SinhArcsinh(Parameter logTail) implements Base {
        @Override
        public Tensor logProb(Tensor eps) {
            Tensor t = logTail.in(eps.trace());
            Tensor n = sinh(asinh(eps).times(t.negate().exp()));
            Tensor ratio = n.square().log1p().minus(eps.square().log1p());
            return Parts.standardNormal()
                    .logProb(n)
                    .plus(ratio.times(0.5).minus(t).sum(1));
        }

        @Override
        public Tensor sample(Tensor noise) {
            return sinh(asinh(noise).times(logTail.in(noise.trace()).exp()));
        }

        private static Tensor sinh(Tensor x) {
            return x.exp().minus(x.negate().exp()).times(0.5);
        }

        private static Tensor asinh(Tensor x) {
            return x.sign().times(x.square().plus(1).sqrt().plus(x.abs()).log());
        }
    }

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, Recipe.standard());
    }

    static TableModel run(PrintStream out, Recipe recipe) {
        RowSpec spec = RowSpec.of(3, 0, 3)
                .withBase(
                        "tails", (scope, d) -> new SinhArcsinh(scope.parameter("t", Shape.of(d), Initializer.zeros())));
        TableModel model = TableModel.fit(Table.of(FitATable.sensors(4_000, 7)), recipe.withArchitecture(spec));
        out.println(model + ", held out " + model.fitted().orElseThrow().heldOut());
        return model;
    }
}
