package io.github.vflow.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.RowSpec.Augmentation.Posterior;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Architectures in words; the widths of networks are counted by hand. */
final class ModelDescriptionTest {
    private static void assertDescribed(String expected, Spec spec) {
        assertEquals(expected.stripTrailing(), ModelDescription.describe("m", spec));
    }

    @Test
    void flowsAndTheirSteps() {
        assertDescribed("""
            m: a flow on 3 dimensions
              p(x)        2 steps, each: ActNorm, dense linear map, affine coupling by a network 1 → 50 → 50 → 4 (relu)
            """, RowSpec.of(3, 0, 2));
        assertDescribed("""
            m: a flow on 1 dimension
              p(x)        1 step: ActNorm, affine layer of free parameters
            """, RowSpec.of(1, 0, 1));
        assertDescribed(
                """
                m: a flow on 2 dimensions
                  first       columns are standardised
                  p(x)        1 step: ActNorm, dense linear map, affine coupling by a network 1 → 50 → 50 → 2 (relu)
                """, RowSpec.of(2, 0, 1).withMoments(new Columns.Moments(List.of(1.0, 2.0), List.of(1.0, 2.0))));
    }

    @Test
    void augmentedDimensionsHaveAPosterior() {
        assertDescribed("""
            m: a VFlow on 2 + 1 dimensions given 1 column
              p(x, z | c) 1 step: ActNorm, dense linear map, affine autoregressive map by a network 4 → 50 → 50 → 6 (relu)
              q(z|x)      affine layer by a network 3 → 50 → 50 → 2 (relu)
            """, RowSpec.of(2, 1, 1).withGiven(1).withStepKind(Steps.Kind.AUTOREGRESSIVE));
        assertDescribed(
                """
                m: a VFlow on 3 + 2 dimensions
                  p(x, z)     1 step: ActNorm, dense linear map, mixture of 8 inverse autoregressive map by a network 5 → 50 → 50 → 130 (relu)
                  base        a Student t in each dimension with 3.0 degrees of freedom
                  q(z|x)      3 steps, each: ActNorm, dense linear map, mixture of 8 autoregressive map by a network 5 → 50 → 50 → 52 (relu)
                """,
                RowSpec.of(3, 2, 1)
                        .withCoupling(CouplingSpec.Kind.MIXTURE)
                        .withStepKind(Steps.Kind.INVERSE_AUTOREGRESSIVE)
                        .withBase(new BaseSpec.Student(3, false))
                        .withPosterior(Posterior.Kind.FLOW, 3));
        assertDescribed(
                """
                m: a VFlow on 2 + 2 dimensions given 2 columns
                  p(x, z | c) 1 step: ActNorm, dense linear map, affine coupling by a network 4 → 50 → 50 → 4 (relu)
                  base        a Student t in each dimension, degrees of freedom learned from 8.0 on
                  q(z|x)      affine layer by a network 4 → 50 → 50 → 4 (relu)
                """,
                RowSpec.of(2, 2, 1)
                        .withPosterior(Posterior.Kind.GAUSSIAN, 1)
                        .withGiven(2)
                        .withBase(BaseSpec.student()));
        assertDescribed(
                """
                m: a VFlow on 3 + 2 dimensions
                  p(x, z)     1 step: ActNorm, dense linear map, affine coupling by a network 2 → 50 → 50 → 6 (relu)
                  base        a mixture of 4 normal distributions
                  q(z|x)      the prior N(0, I)
                  shares      flow 0.7000, 2 normal distributions 0.1000, Student t 0.2000
                """,
                RowSpec.of(3, 2, 1)
                        .withPosterior(Posterior.Kind.PRIOR, 1)
                        .withBase(new BaseSpec.Mixture(4))
                        .withDefensive(new DefensiveSpec(0.1, 0.2, 2)));
    }

    /** A given column is an input of each network. */
    @Test
    void givenColumnsWidenEachNetwork() {
        assertDescribed(
                """
                m: a VFlow on 3 + 2 dimensions given 1 column
                  p(x, z | c) 1 step: ActNorm, dense linear map, affine inverse autoregressive map by a network 6 → 50 → 50 → 10 (relu)
                  q(z|x)      1 step: ActNorm, dense linear map, affine autoregressive map by a network 6 → 50 → 50 → 4 (relu)
                """,
                RowSpec.of(3, 2, 1)
                        .withStepKind(Steps.Kind.INVERSE_AUTOREGRESSIVE)
                        .withPosterior(Posterior.Kind.FLOW, 1)
                        .withGiven(1));
        assertDescribed(
                """
                m: an exact model of 2 discrete columns given 1 column
                  P(labels)   a chain of 2 probabilities by a masked network 5 → 50 → 50 → 4
                """,
                RowSpec.of(2, 0, 1)
                        .withKinds(List.of(
                                new ColumnSpec.Category(List.of("x", "y")), new ColumnSpec.Category(List.of("u", "v"))))
                        .withGiven(1));
    }

    /** Three labels, two labels, and an atom or none: seven codes. */
    @Test
    void discreteColumnsHaveAChain() {
        ColumnSpec three = new ColumnSpec.Category(List.of("x", "y", "z"));
        ColumnSpec two = new ColumnSpec.Category(List.of("u", "v"));
        assertDescribed(
                """
                m: a flow on 2 dimensions given 2 discrete columns and 1 atom
                  P(labels)   a chain of 3 probabilities by a masked network 7 → 50 → 50 → 7
                  p(x | c)    2 steps, each: ActNorm, dense linear map, affine coupling by a network 8 → 50 → 50 → 2 (relu)
                """,
                RowSpec.of(4, 0, 2)
                        .withKinds(List.of(
                                three,
                                new ColumnSpec.Real(),
                                new ColumnSpec.Atom(List.of(0.0), new ColumnSpec.Real()),
                                two)));
        assertDescribed("""
            m: an exact model of 2 discrete columns
              P(labels)   a chain of 2 probabilities by a masked network 5 → 50 → 50 → 5
            """, RowSpec.of(2, 0, 1).withKinds(List.of(three, two)));
    }

    @Test
    void aMixtureNamesWhatDiffers() {
        RowSpec first = RowSpec.of(3, 0, 2).withDefensive(new DefensiveSpec(0.3, 0.1, 1));
        assertDescribed(
                """
                m: a mixture of 2 models, the first: a flow on 3 dimensions
                  p(x)        2 steps, each: ActNorm, dense linear map, affine coupling by a network 1 → 50 → 50 → 4 (relu)
                  shares      flow 0.6000, 1 normal distribution 0.3000, Student t 0.1000
                  member 0    share 0.2500
                  member 1    share 0.7500, trained with noise 0.25, of which flow 0.7000, 1 normal distribution 0.1000, Student t 0.2000
                """,
                new Spec.Mixture(
                        List.of(first, first.withNoise(0.25).withDefensive(new DefensiveSpec(0.1, 0.2, 1))),
                        List.of(0.25, 0.75)));
    }

    @Test
    void parametersBelongToParts() {
        assertEquals(List.of("p", "p.0"), ModelDescription.parts("p.0.mlp.W.1"));
        assertEquals(List.of("p"), ModelDescription.parts("p.W"));
        assertEquals(List.of("p", "p.steps.0"), ModelDescription.parts("p.steps.0.x"));
        assertEquals(List.of("p"), ModelDescription.parts("p.steps.x.0"));
        assertEquals(List.of("x"), ModelDescription.parts("x"));
    }

    @Test
    void modelsOfImages() {
        assertDescribed("""
            m: a VFlow of images 8 × 8 × 1 with 17 levels
              augmented   1 channel
              stages      2 on columns, 2 on channels, squeeze, 2 on columns, 3 on channels
              steps       norm, pointwise map, mixture of 8 logistics by 2 blocks of 8 filters, 4 heads
              r(u|x)      4 steps of 1 blocks, into the unit cube
              q(z|x)      4 steps of 1 blocks
            """, ImageSpec.small(8, 8, 1, 17, 1, 8, 2));
        assertDescribed("""
            m: a Flow++ of images 8 × 8 × 2 with 17 levels
              stages      2 on columns, 2 on channels, squeeze, 2 on columns, 3 on channels
              steps       norm, pointwise map, mixture of 8 logistics by 2 blocks of 8 filters, 4 heads
              r(u|x)      4 steps of 1 blocks, into the unit cube
            """, ImageSpec.small(8, 8, 2, 17, 0, 8, 2));
        assertDescribed("""
            m: a VFlow of images 8 × 8 × 1 with 17 levels
              augmented   1 channel
              stages      squeeze, 4 from patch to patch
              steps       norm, mixture of 8 logistics by 2 transformer blocks of 64 features, 4 heads
              r(u|x)      4 steps of 1 blocks, into the unit cube
              q(z|x)      4 steps of 1 blocks
            """, ImageSpec.preset("digits-patches"));
        String published = ModelDescription.describe("m", ImageSpec.preset("vflow-imagenet64"));
        assertEquals("""
            m: a VFlow of images 64 × 64 × 3 with 256 levels
              augmented   3 channels
              stages      squeeze, 4 on columns, squeeze, 2 on channels, 2 on columns, squeeze, 2 on channels, 2 on columns
              steps       norm, pointwise map, mixture-paper of 4 logistics by 16 blocks of 96 filters, 4 heads
              r(u|x)      4 steps of 5 blocks, no pointwise map, no attention, into the unit cube
              q(z|x)      4 steps of 5 blocks, no pointwise map, no attention, into the unit cube as published\
            """.strip(), published);
    }
}
