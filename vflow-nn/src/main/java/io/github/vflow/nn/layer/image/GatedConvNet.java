package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditioner of Flow++ (Ho et al., 2019): a convolution; blocks of gated convolution, layer norm, gated attention,
 * layer norm; a convolution to the parameters.
 *
 * @param in the convolution from the conditioning channels to F
 * @param positions the position embedding of attention [h, w, F], which the blocks share; empty without attention
 * @param blocks the blocks in order
 * @param out the convolution from F to the parameters, or from 2F with an outer elu
 * @param style the style of the layers
 */
public record GatedConvNet(Conv in, Optional<Parameter> positions, List<GatedBlock> blocks, Conv out, Style style) {
    private static final double SMALL = 0.1;

    /**
     * The size of a network.
     *
     * @param filters F
     * @param blocks the number of blocks
     * @param heads the number of heads; zero without attention
     * @param context the number of channels of the context; zero without context
     * @param classes the number of classes; zero without classes
     * @param style the style of the layers
     */
    public record Sizes(int filters, int blocks, int heads, int context, int classes, Style style) {}

    public GatedConvNet {
        blocks = List.copyOf(blocks);
    }

    /** Declares {@code pos_emb}, {@code proj_in}, {@code blocks.j} and {@code proj_out}, for images [h, w, in]. */
    public static GatedConvNet of(Scope scope, int h, int w, int in, int out, Sizes sizes) {
        boolean normed = sizes.style.weightNorm();
        int filters = sizes.filters;
        Optional<Parameter> positions = GatedBlock.positions(scope, h, w, filters, sizes.heads);
        Conv first = Conv.of(scope.in("proj_in"), in, filters, 1, normed);
        List<GatedBlock> blocks = new ArrayList<>();
        for (int j = 0; j < sizes.blocks; j++) {
            Scope block = scope.in("blocks").in(j);
            GatedConv conv = GatedConv.of(block.in("conv"), filters, sizes.context, sizes.classes, sizes.style);
            blocks.add(GatedBlock.normed(block, conv, filters, sizes.heads, sizes.style));
        }
        int wide = sizes.style.outerElu() ? 2 * filters : filters;
        Conv last = Conv.of(scope.in("proj_out"), wide, out, SMALL, normed);
        return new GatedConvNet(first, positions, blocks, last, sizes.style);
    }

    /** The parameters [b, h, w, out] for the conditioning half [b, h, w, in] and a condition. */
    public Tensor apply(Tensor x, Condition condition) {
        Tensor h = in.apply(x);
        for (GatedBlock block : blocks) {
            List<Tensor> inputs =
                    Stream.concat(Stream.of(h), condition.parts().stream()).toList();
            h = Segment.part(
                    inputs, in -> block.apply(in.getFirst(), condition.with(in.subList(1, in.size())), positions));
        }
        return out.apply(style.outerElu() ? Gate.concatElu(h) : h);
    }
}
