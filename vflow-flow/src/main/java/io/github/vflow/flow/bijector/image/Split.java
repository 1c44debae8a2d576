package io.github.vflow.flow.bijector.image;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;

/**
 * Splits images [b, h, w, c] into the two halves that a coupling works on: the first half of the channels of the
 * result, and the second. Only moves numbers, so it preserves volume.
 */
public enum Split implements Bijector {
    /** Even columns, then odd ones: [b, h, w/2, 2c]. The authors' code calls this a checkerboard. */
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
    /** Positions [i, j] with even i + j, then positions with odd i + j, as on a chessboard: [b, h, w/2, 2c]. */
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
    /** The first half of the channels, then the second: the image stays as it is. */
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
