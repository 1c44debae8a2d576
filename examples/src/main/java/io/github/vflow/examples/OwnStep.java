package io.github.vflow.examples;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** A custom step: written, checked against the laws when it is fitted, trained, saved and loaded by its name. */
public final class OwnStep {
    /** y = x for x &gt; 0, and eᵃ·x below, for a learned a: ln |dy/dx| = a where x &lt; 0. */
    record LeakyBend(Parameter logSlope) implements Bijector {
        static LeakyBend of(Scope scope, int features) {
            return new LeakyBend(scope.parameter("a", Shape.of(features), Initializer.constant(-0.5)));
        }

        @Override
        public Mapped forward(Tensor x) {
            return bend(x, logSlope.in(x.trace()));
        }

        @Override
        public Mapped inverse(Tensor y) {
            return bend(y, logSlope.in(y.trace()).negate());
        }

        private static Mapped bend(Tensor x, Tensor a) {
            Tensor log = x.greater(0).select(x.trace().constant(0), a);
            return new Mapped(x.times(log.exp()), log.sum(1));
        }
    }

    /** Runs the example. */
    public static void main(String[] args) throws IOException {
        run(System.out, Recipe.standard());
    }

    static double[] run(PrintStream out, Recipe recipe) throws IOException {
        RowSpec spec = RowSpec.of(3, 0, 3).withStep("bend", LeakyBend::of);
        TableModel model = TableModel.fit(Table.of(FitATable.sensors(4_000, 7)), recipe.withArchitecture(spec));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        model.write(file);
        InputStream in = new ByteArrayInputStream(file.toByteArray());
        TableModel loaded = TableModel.read(in, CustomParts.none().withStep("bend", LeakyBend::of));
        out.println(loaded + ", held out " + loaded.fitted().orElseThrow().heldOut());
        return new double[] {model.logProb(20, 41, 0.5), loaded.logProb(20, 41, 0.5)};
    }
}
