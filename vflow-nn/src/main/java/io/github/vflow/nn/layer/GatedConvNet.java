package io.github.vflow.nn.layer;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conditioner of Flow++ (Ho et al., 2019): a convolution; blocks of gated convolution, layer norm, gated attention, layer
 * norm; a convolution to the parameters.
 *
 * @param in from the conditioning channels to F
 * @param positions what attention is told about positions [h, w, F], shared by the blocks
 * @param blocks in order
 * @param out from F to the parameters
 */
public record GatedConvNet(Conv in, Parameter positions, List<Block> blocks, Conv out) {
    private static final double SMALL = 0.1;
    private static final double POSITION_STD = 0.01;

    /** A gated convolution and a gated attention, each with its layer norm. */
    public record Block(GatedConv conv, LayerNorm first, GatedAttention attention, LayerNorm second) {
        static Block of(Scope scope, Sizes s) {
            return new Block(
                    GatedConv.of(scope.in("conv"), s.filters, s.context, s.classes, s.dropout),
                    LayerNorm.of(scope.in("ln1"), s.filters),
                    GatedAttention.of(scope.in("attn"), s.filters, s.heads, s.dropout),
                    LayerNorm.of(scope.in("ln2"), s.filters));
        }

        Tensor of(Tensor x, Given given, Parameter positions) {
            Tensor h = first.of(conv.of(x, given));
            return second.of(attention.of(h, positions));
        }
    }

    /**
     * How large a network is.
     *
     * @param filters F
     * @param blocks the number of blocks
     * @param heads of the attention
     * @param context channels of the context; zero for none
     * @param classes of the label; zero for none
     */
    public record Sizes(int filters, int blocks, int heads, int context, int classes, Dropout dropout) {}

    /** With a copy of the list. */
    public GatedConvNet {
        blocks = List.copyOf(blocks);
    }

    /** Declares {@code pos_emb}, {@code proj_in}, {@code blocks.j} and {@code proj_out}, for images [h, w, in]. */
    public static GatedConvNet of(Scope scope, int h, int w, int in, int out, Sizes sizes) {
        Parameter positions =
                scope.parameter("pos_emb", Shape.of(h, w, sizes.filters), Initializers.normal(POSITION_STD));
        Conv first = Conv.of(scope.in("proj_in"), in, sizes.filters, 1);
        List<Block> blocks = new ArrayList<>();
        for (int j = 0; j < sizes.blocks; j++) {
            blocks.add(Block.of(scope.in("blocks").in(j), sizes));
        }
        return new GatedConvNet(first, positions, blocks, Conv.of(scope.in("proj_out"), sizes.filters, out, SMALL));
    }

    /** The parameters [b, h, w, out], from the conditioning half [b, h, w, in] and what it is told. */
    public Tensor of(Tensor x, Given given) {
        Tensor h = in.of(x);
        for (Block block : blocks) {
            List<Tensor> inputs =
                    Stream.concat(Stream.of(h), given.parts().stream()).toList();
            h = Segment.part(inputs, in -> block.of(in.getFirst(), given.with(in.subList(1, in.size())), positions));
        }
        return out.of(h);
    }
}
