package io.github.vflow.cli.console;

import java.util.Locale;
import java.util.Optional;

/** Formats numbers as text, the same in every locale. */
public final class Text {
    /** In nats: far beyond a trained model, which gives a row a few nats for each column. */
    private static final double ABSURD = 1e6;

    private Text() {}

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need another library
    public static String format(String format, Object... args) {
        return args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    }

    /** Formats nats with a proper minus sign, and NaN as a dash. */
    public static String nats(double v) {
        return Double.isNaN(v) ? "—" : number(v).replace('-', '−');
    }

    /** Formats nats with their standard error, if there is one. */
    public static String nats(double mean, double standardError) {
        return Double.isNaN(standardError) ? nats(mean) : nats(mean) + " ± " + number(standardError);
    }

    /** Uses an exponent for numbers far beyond the bound of a trained model. */
    private static String number(double v) {
        return format(Math.abs(v) > ABSURD && Double.isFinite(v) ? "%.4e" : "%.4f", v);
    }

    /** A number of things, such as {@code 1 row} and {@code 1,200 rows}. */
    public static String count(long number, String thing) {
        return format("%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /** A warning for a finite bound, in nats, which shows that training failed all the same. */
    public static Optional<String> divergence(double bound) {
        return Math.abs(bound) > ABSURD
                ? Optional.of("a bound of " + nats(bound)
                        + " nats means that training diverged: lower --lr, or take a bounded coupling")
                : Optional.empty();
    }

    /** Formats a duration. */
    public static String duration(double seconds) {
        if (seconds < 60) {
            return format("%.1f s", seconds);
        }
        long s = Math.round(seconds);
        return s < 3600 ? format("%d:%02d min", s / 60, s % 60) : format("%d:%02d h", s / 3600, s % 3600 / 60);
    }
}
