package io.github.vflow.flow.data.standardization;

/**
 * A {@link MarginalMap} in pieces, which add up: the lower tail, the bins between knots, the upper tail. Of a number x, t = clamp(x − knot, from, to)
 * lies in a piece, and
 *
 * <pre>y = start + Σ t·(slope + curvature·t/2), dy/dx = slope of the lower tail + Σ curvature·t.</pre>
 *
 * Immutable and safe for any number of threads.
 */
public final class MarginalCurve {
    /** Where tails end: far out, and small enough that a slope times it is finite in float32. */
    private static final double FAR = 1e30;

    /**
     * A piece.
     *
     * @param knot x where t = 0
     * @param from the least t
     * @param to the greatest t
     * @param slope dy/dx at the knot
     * @param curvature the change of the slope for each unit of t
     * @param image y at the knot
     */
    public record Piece(double knot, double from, double to, double slope, double curvature, double image) {
        /** The y of t, above the y of the knot. */
        public double rise(double t) {
            return t * (slope + curvature * t / 2);
        }

        /** The least slope in the piece. */
        public double leastSlope() {
            return Math.min(slope, slope + curvature * to);
        }

        /** t from the rise, which lies in the piece. */
        private double back(double rise) {
            double least = leastSlope();
            return 2 * rise / (slope + Math.sqrt(Math.max(slope * slope + 2 * curvature * rise, least * least)));
        }
    }

    private final Piece[] pieces;
    private final double start;

    private MarginalCurve(Piece[] pieces, double start) {
        this.pieces = pieces;
        this.start = start;
    }

    static MarginalCurve of(MarginalMap map) {
        int n = map.knots().size();
        Piece[] pieces = new Piece[n + 1];
        double y = map.start();
        pieces[0] = new Piece(map.knots().getFirst(), -FAR, 0, map.slopes().getFirst(), 0, y);
        for (int k = 1; k < n; k++) {
            double knot = map.knots().get(k - 1);
            double width = map.knots().get(k) - knot;
            double slope = map.slopes().get(k - 1);
            pieces[k] = new Piece(knot, 0, width, slope, (map.slopes().get(k) - slope) / width, y);
            y += pieces[k].rise(width);
        }
        pieces[n] = new Piece(map.knots().getLast(), 0, FAR, map.slopes().getLast(), 0, y);
        return new MarginalCurve(pieces, map.start());
    }

    /** The number of pieces. */
    public int size() {
        return pieces.length;
    }

    /** A piece; beyond the last one an empty piece, which adds nothing. */
    public Piece piece(int k) {
        return k < pieces.length ? pieces[k] : new Piece(0, 0, 0, 1, 0, 0);
    }

    /** y(x). */
    public double forward(double x) {
        double y = start;
        for (Piece p : pieces) {
            y += p.rise(Math.clamp(x - p.knot, p.from, p.to));
        }
        return y;
    }

    /** x(y). */
    public double inverse(double y) {
        double x = pieces[0].knot;
        for (Piece p : pieces) {
            x += p.back(Math.clamp(y - p.image, p.rise(p.from), p.rise(p.to)));
        }
        return x;
    }

    /** ln dy/dx at x. */
    public double logSlope(double x) {
        double slope = pieces[0].slope;
        for (Piece p : pieces) {
            slope += p.curvature * Math.clamp(x - p.knot, p.from, p.to);
        }
        return Math.log(slope);
    }
}
