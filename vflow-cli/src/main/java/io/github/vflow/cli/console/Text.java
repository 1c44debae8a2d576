package io.github.vflow.cli.console;

import java.util.Locale;
import java.util.Optional;

/** Numbers as text, the same in every locale. */
public final class Text {
    /** In nats; a trained model gives a row some nats for each of its numbers. */
    private static final double ABSURD = 1e6;

    private Text() {}

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
    public static String format(String format, Object... args) {
        return args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    }

    /** Nats with a sign, or a dash if there is no number. */
    public static String nats(double v) {
        return Double.isNaN(v) ? "—" : number(v).replace('-', '−');
    }

    /** Nats and their standard error. */
    public static String nats(double mean, double standardError) {
        return nats(mean) + " ± " + number(standardError);
    }

    /** What no bound of a trained model comes near is written with an exponent. */
    private static String number(double v) {
        return format(Math.abs(v) > ABSURD && Double.isFinite(v) ? "%.4e" : "%.4f", v);
    }

    /** What to say of a bound, in nats, that is a number and still means that training failed. */
    public static Optional<String> divergence(double bound) {
        return Math.abs(bound) > ABSURD
                ? Optional.of(
                        "a bound of " + nats(bound)
                                + " nats means that training diverged in all but name: lower --lr, or take a bounded --coupling")
                : Optional.empty();
    }

    /** A length of time. */
    public static String duration(double seconds) {
        if (seconds < 60) {
            return format("%.1f s", seconds);
        }
        long s = Math.round(seconds);
        return s < 3600 ? format("%d:%02d min", s / 60, s % 60) : format("%d:%02d h", s / 3600, s % 3600 / 60);
    }
}
