package io.github.vflow.nn.layer.patch;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.Linear;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A network of transformer blocks over the positions of images [b, h, w, c]: a linear layer at each position; plus a learned embedding of the
 * position, and of the class; blocks; layer norm; a linear layer to the result.
 *
 * <p>In a causal network the result of a position depends on the positions before it alone, in the order of rows and then columns. Position
 * i sees the tokens 0 … i, where token 0 is learned, and token i is made of position i − 1 (TarFlow, Zhai et al., 2025).
 *
 * @param in the linear layer from c to F
 * @param start the token 0 [F] of a causal network; empty in another
 * @param positions the position embedding [h·w, F]
 * @param labels the class embedding [classes, F], which starts at zero; empty without classes
 * @param blocks the blocks in order
 * @param last the norm after the blocks
 * @param out the linear layer from F to the result
 */
public record PatchNet(
        Linear in,
        Optional<Parameter> start,
        Parameter positions,
        Optional<Parameter> labels,
        List<TransformerBlock> blocks,
        LayerNorm last,
        Linear out) {
    private static final double POSITION_STD = 0.02;

    /** The standard deviation of the first results. */
    private static final double SMALL = 0.1;

    /**
     * The size of a network.
     *
     * @param width F
     * @param blocks the number of blocks
     * @param heads the number of heads, which divides the width
     * @param classes the number of classes; zero without classes
     */
    public record Sizes(int width, int blocks, int heads, int classes) {
        public Sizes {
            if (width < 1 || blocks < 1 || heads < 1 || width % heads != 0) {
                throw new IllegalArgumentException(
                        "PatchNet: the width must be a multiple of the heads, and there must be a block, but there are width "
                                + width + ", " + heads + " heads and " + blocks + " blocks");
            }
        }
    }

    public PatchNet {
        blocks = List.copyOf(blocks);
    }

    /**
     * Declares {@code W_in}, {@code pos_emb}, {@code blocks.j}, {@code ln} and {@code W_out}, for images [h, w, in].
     *
     * @param causal whether to declare {@code start}, and to look at earlier positions alone
     * @param outBias the first bias of the result
     */
    public static PatchNet of(
            Scope scope, int h, int w, int in, int out, boolean causal, Sizes sizes, Initializer outBias) {
        int width = sizes.width;
        Initializer small = Initializer.normal(POSITION_STD);
        Linear first = Linear.of(scope, "_in", in, width, Initializer.glorotUniform(), Initializer.zeros());
        Optional<Parameter> start =
                causal ? Optional.of(scope.parameter("start", Shape.of(width), small)) : Optional.empty();
        Parameter positions = scope.parameter("pos_emb", Shape.of(h * w, width), small);
        Optional<Parameter> labels = sizes.classes == 0
                ? Optional.empty()
                : Optional.of(scope.parameter("labels", Shape.of(sizes.classes, width), Initializer.zeros()));
        List<TransformerBlock> blocks = new ArrayList<>();
        for (int j = 0; j < sizes.blocks; j++) {
            blocks.add(TransformerBlock.of(scope.in("blocks").in(j), width, sizes.heads));
        }
        LayerNorm last = LayerNorm.of(scope.in("ln"), width);
        Linear results = Linear.of(scope, "_out", width, out, Initializer.normal(SMALL / Math.sqrt(width)), outBias);
        return new PatchNet(first, start, positions, labels, blocks, last, results);
    }

    /** The result [b, h, w, out] for images x [b, h, w, in] and a condition. */
    public Tensor apply(Tensor x, Condition condition) {
        int number = positions.shape().dim(0);
        Tensor tokens = Patches.each(in, Patches.of(x, number));
        if (start.isPresent()) {
            Tensor zero = token(x.shape().dim(0), start.get().in(x.trace()));
            tokens = number == 1 ? zero : Tensor.concat(1, zero, tokens.slice(1, 0, number - 1));
        }
        Tensor h = labelled(tokens.plus(positions.in(x.trace())), condition);
        for (TransformerBlock block : blocks) {
            h = Segment.part(List.of(h), in -> block.apply(in.getFirst(), start.isPresent()));
        }
        return Patches.each(out, last.apply(h))
                .reshape(x.shape().with(3, out.bias().shape().dim(0)));
    }

    private static Tensor token(int b, Tensor one) {
        return one.reshape(1, 1, one.shape().size())
                .broadcast(Shape.of(b, 1, one.shape().size()));
    }

    private Tensor labelled(Tensor tokens, Condition condition) {
        if (labels.isEmpty()) {
            return tokens;
        }
        Tensor label = condition
                .row()
                .orElseThrow(() -> new IllegalArgumentException(
                        "PatchNet.apply: the network \"" + positions.name() + "\" was built for a label; pass one"));
        return tokens.plus(label.matmul(labels.get().in(tokens.trace())).expand(1));
    }

    /** Begins the results of a causal network, one position after another. */
    public Sequence sequence(Condition condition) {
        return new Sequence(condition);
    }

    /** A walk over the positions, which keeps keys and values. Mutable and not thread-safe. */
    public final class Sequence {
        private final Condition condition;
        private final List<Optional<TransformerBlock.Past>> past =
                new ArrayList<>(Collections.nCopies(blocks.size(), Optional.empty()));
        private int position;

        private Sequence(Condition condition) {
            this.condition = condition;
        }

        /** The result [b, out] of the first position. */
        public Tensor first(Tensor like) {
            return result(token(like.shape().dim(0), start.orElseThrow().in(like.trace())));
        }

        /** The result [b, out] of the position after the one whose numbers are x [b, in]. */
        public Tensor after(Tensor x) {
            return result(in.apply(x).expand(1));
        }

        private Tensor result(Tensor token) {
            Tensor h = labelled(token.plus(positions.in(token.trace()).slice(0, position, position + 1)), condition);
            position++;
            for (int j = 0; j < blocks.size(); j++) {
                TransformerBlock.Next next = blocks.get(j).next(h, past.get(j));
                past.set(j, Optional.of(next.past()));
                h = next.value();
            }
            Shape s = h.shape();
            return out.apply(last.apply(h).reshape(s.dim(0), s.dim(2)));
        }
    }
}
