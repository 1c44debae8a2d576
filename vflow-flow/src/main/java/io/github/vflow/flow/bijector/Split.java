package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.ShapeException;

/**
 * How images [b, h, w, c] are cut into the two halves that couplings work on: afterwards, the first half of the channels is one
 * of them, the second the other. Moves numbers and keeps volumes.
 */
public enum Split implements Bijector {
    /** Even columns, then odd ones: [b, h, w/2, 2c]. What the authors' code calls a checkerboard. */
    COLUMNS {
        @Override
        Tensor split(Tensor x) {
            Shape s = x.shape();
            return x.reshape(s.dim(0), s.dim(1), s.dim(2) / 2, 2 * s.dim(3));
        }

        @Override
        Tensor join(Tensor y) {
            Shape s = y.shape();
            return y.reshape(s.dim(0), s.dim(1), 2 * s.dim(2), s.dim(3) / 2);
        }
    },
    /** Positions of even i + j, then the others, as on a chessboard: [b, h, w/2, 2c]. */
    CHECKERBOARD {
        @Override
        Tensor split(Tensor x) {
            return COLUMNS.split(oddRowsSwapped(x));
        }

        @Override
        Tensor join(Tensor y) {
            return oddRowsSwapped(COLUMNS.join(y));
        }

        // in each odd row, columns 2j and 2j + 1 change places
        private Tensor oddRowsSwapped(Tensor x) {
            Shape s = x.shape();
            Tensor rows = x.reshape(s.dim(0), s.dim(1) / 2, 2, s.dim(2) / 2, 2, s.dim(3));
            Tensor odd = rows.slice(2, 1, 2);
            Tensor swapped = Tensor.concat(4, odd.slice(4, 1, 2), odd.slice(4, 0, 1));
            return Tensor.concat(2, rows.slice(2, 0, 1), swapped).reshape(s);
        }
    },
    /** The first half of the channels, then the second: as they are. */
    CHANNELS {
        @Override
        Tensor split(Tensor x) {
            return x;
        }

        @Override
        Tensor join(Tensor y) {
            return y;
        }
    };

    abstract Tensor split(Tensor x);

    abstract Tensor join(Tensor y);

    @Override
    public Mapped forward(Tensor x) {
        Shape s = x.shape();
        boolean even = switch (this) {
            case COLUMNS -> s.rank() == 4 && s.dim(2) % 2 == 0;
            case CHECKERBOARD -> s.rank() == 4 && s.dim(1) % 2 == 0 && s.dim(2) % 2 == 0;
            case CHANNELS -> s.rank() == 4 && s.dim(3) % 2 == 0;
        };
        if (!even) {
            throw new ShapeException("Split." + this + ": expected images [b, h, w, c] that can be halved but got " + s
                    + "; pad them, or split another axis");
        }
        return Mapped.ofUnitVolume(split(x));
    }

    @Override
    public Mapped inverse(Tensor y) {
        return Mapped.ofUnitVolume(join(y));
    }
}
