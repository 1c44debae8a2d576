package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Amount;
import io.github.vflow.table.source.text.Numerals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/** How a source writes the numbers of a column. Immutable. */
public sealed interface Notation permits Notation.Dates, Notation.Numbers, Notation.Epoch {
    /** Numbers as programs write them: a decimal point, no unit, as many digits as needed. */
    Notation PLAIN = new Numbers('.', Optional.empty(), "", "", false, 0, Numbers.ANY);

    /** Whole numbers that count seconds since 1970-01-01, which are days. */
    Notation SECONDS = new Epoch(86_400);

    /** Whole numbers that count milliseconds since 1970-01-01, which are days. */
    Notation MILLISECONDS = new Epoch(86_400_000);

    /** The number of a text, infinite if double cannot hold it; NaN if the text is no such number. */
    double parse(String text);

    /** The text of a number; empty for NaN. */
    String text(double number);

    /** The number for which a number of a source that is no text stands. */
    double number(double written);

    /**
     * Dates and times, which are days since 1970-01-01: {@code 1970-01-02 12:00} is 1.5. A time without a date is a part of a day.
     *
     * @param pattern of {@link DateTimeFormatter}; a text with a time zone is a number in UTC, and a month without a day is its first day
     * @param months between dates that are all first days of months, 1 or 12, so that a text is the nearest of these; 0 for any days
     * @param format that reads and writes the pattern
     */
    record Dates(String pattern, int months, DateTimeFormatter format) implements Notation {
        /** Dates of digits alone, which a source may have as numbers. */
        public static final String DIGITS = "uuuuMMdd";

        private static final double NANOS = 86_400e9;
        private static final double FIRST = LocalDate.of(1, 1, 1).toEpochDay();
        private static final double LAST = LocalDate.of(9999, 12, 31).toEpochDay();

        /** Dates of a pattern, on any day if it has one. */
        public static Dates of(String pattern) {
            boolean isMonth = pattern.contains("M") && !pattern.contains("d");
            DateTimeFormatterBuilder format =
                    new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
            if (isMonth) {
                format.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
            }
            return new Dates(
                    pattern,
                    isMonth ? 1 : 0,
                    format.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT));
        }

        /** Dates of this pattern on the first days of months, each month or each January; 0 for any days. */
        public Dates every(int number) {
            return new Dates(pattern, Math.max(number, months), format);
        }

        /** Digits such as 20240531 are a date; another number is its days. */
        @Override
        public double number(double written) {
            double days = pattern.equals(DIGITS) ? parse(Long.toString((long) written)) : written;
            return Double.isNaN(days) ? written : days;
        }

        /** Whether a date is the first day of a month, or of a January. */
        public static boolean isFirst(double days, int everyMonths) {
            LocalDate day = LocalDate.ofEpochDay((long) Math.floor(days));
            return days == Math.rint(days)
                    && day.getDayOfMonth() == 1
                    && (everyMonths == 1 || day.getMonthValue() == 1);
        }

        private double nearestFirst(double days) {
            LocalDate day = LocalDate.ofEpochDay((long) Math.floor(Math.clamp(days, FIRST, LAST)));
            double all =
                    day.getYear() * 12.0 + day.getMonthValue() - 1 + (day.getDayOfMonth() - 1.0) / day.lengthOfMonth();
            long near = Math.clamp((long) Math.rint(all / months) * months, 12, 9_999 * 12 + 11);
            return LocalDate.of((int) (near / 12), (int) (near % 12) + 1, 1).toEpochDay();
        }

        @Override
        public double parse(String text) {
            TemporalAccessor found;
            try {
                found = format.parse(text.strip());
            } catch (DateTimeException _) {
                return Double.NaN;
            }
            LocalDate day = found.query(TemporalQueries.localDate());
            LocalTime time = found.query(TemporalQueries.localTime());
            ZoneOffset zone = found.query(TemporalQueries.offset());
            double part = time == null ? 0 : time.toNanoOfDay() / NANOS;
            double shift = zone == null ? 0 : zone.getTotalSeconds() * 1e9 / NANOS;
            return (day == null ? 0 : day.toEpochDay()) + part - shift;
        }

        /** Whether a text has this form, so that it is a date unless its numbers are none; costs no exception. */
        public boolean fits(String text) {
            ParsePosition at = new ParsePosition(0);
            return format.parseUnresolved(text, at) != null && at.getIndex() == text.length();
        }

        @Override
        public String text(double number) {
            if (Double.isNaN(number)) {
                return "";
            }
            double step = step();
            double near = months == 0 ? number : nearestFirst(number);
            double days = Math.clamp(Math.rint(near / step) * step, FIRST, LAST);
            long day = (long) Math.floor(days + step / 4);
            long nanos = Math.max(0, Math.round((days - day) / step) * Math.round(step * NANOS));
            LocalDateTime moment = LocalDate.ofEpochDay(day).atStartOfDay().plusNanos(nanos);
            return format.format(moment.atOffset(ZoneOffset.UTC));
        }

        /** The difference of neighbours, in days. */
        private double step() {
            int fraction = pattern.length() - pattern.replace("S", "").length();
            if (fraction > 0) {
                return Math.pow(10, 9 - fraction) / NANOS;
            }
            return pattern.contains("s") ? 1 / 86_400.0 : pattern.contains("m") ? 1 / 1_440.0 : 1;
        }

        /** Whether a text has a day, and not the time of a day alone. */
        public boolean hasDay() {
            return pattern.contains("M");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Dates dates && dates.pattern.equals(pattern) && dates.months == months;
        }

        @Override
        public int hashCode() {
            return pattern.hashCode();
        }
    }

    /**
     * Numbers of digits, as people write them: {@code 19.4%}, {@code 1.680,50 €}, {@code ($1,318.50)}. The unit is no part of the number:
     * {@code 19.4%} is 19.4.
     *
     * @param point the decimal sign: a point or a comma
     * @param group the sign between groups of three digits; empty if there is none, so that a text with one is no number
     * @param before the unit before the digits, with its space; may be empty
     * @param after the unit after the digits, with its space; may be empty
     * @param parentheses whether a negative number stands in parentheses instead of having a minus sign
     * @param fewest the fewest decimals of a text
     * @param most the most decimals of a text, or {@link #ANY}
     */
    record Numbers(
            char point,
            Optional<Character> group,
            String before,
            String after,
            boolean parentheses,
            int fewest,
            int most)
            implements Notation {
        /** As many decimals as a number needs. */
        public static final int ANY = -1;

        /** Zeros at the end of more decimals say nothing. */
        private static final int PADDED = 6;

        public Numbers {
            if (point != '.' && point != ',') {
                throw new IllegalArgumentException("Notation: the decimal sign must be a point or a comma but is '"
                        + point + "'; give one of these");
            }
        }

        /** This notation with another decimal sign and another sign between groups. */
        public Numbers with(char decimal, Optional<Character> between) {
            return new Numbers(decimal, between, before, after, parentheses, fewest, most);
        }

        /** The unit without spaces; empty if there is none. */
        public String unit() {
            return (before + after).strip();
        }

        @Override
        public double number(double written) {
            return written;
        }

        @Override
        public double parse(String text) {
            double plain = Numerals.parse(text, point);
            if (!Double.isNaN(plain)) {
                return plain;
            }
            return Amount.of(text)
                    .filter(a -> a.unit().isEmpty() || a.unit().equals(unit()))
                    .filter(a -> a.group(point) == 0 || (group.isPresent() && group.get() == a.group(point)))
                    .map(a -> a.value(point))
                    .orElse(Double.NaN);
        }

        @Override
        public String text(double number) {
            if (Double.isNaN(number)) {
                return "";
            }
            if (!Double.isFinite(number)) {
                return Double.toString(number);
            }
            // a number of a float32 model has the digits of float32
            String shortest = (float) number == number ? Float.toString((float) number) : Double.toString(number);
            String digits = most == ANY ? Numerals.plain(shortest) : rounded(new BigDecimal(shortest));
            boolean negative = digits.startsWith("-");
            String written = before + grouped(negative ? digits.substring(1) : digits) + after;
            return !negative ? written : parentheses ? "(" + written + ")" : "-" + written;
        }

        private String rounded(BigDecimal number) {
            BigDecimal value = number.setScale(most, RoundingMode.HALF_EVEN);
            int least = most <= PADDED ? fewest : 0;
            BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            return bare.setScale(Math.max(bare.scale(), least)).toPlainString();
        }

        /** Digits with a decimal point, in this notation. */
        private String grouped(String digits) {
            if (digits.indexOf('E') >= 0) {
                return digits.replace('.', point);
            }
            int at = digits.indexOf('.');
            String whole = at < 0 ? digits : digits.substring(0, at);
            String separated = group.map(g -> whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", g.toString()))
                    .orElse(whole);
            return at < 0 ? separated : separated + point + digits.substring(at + 1);
        }
    }

    /**
     * Whole numbers that count units of time since 1970-01-01, which are days.
     *
     * @param perDay the number of units in a day: 86,400 for seconds
     */
    record Epoch(double perDay) implements Notation {
        @Override
        public double parse(String text) {
            return number(Numerals.parse(text));
        }

        @Override
        public double number(double written) {
            return written / perDay;
        }

        /** The count for which a number of days stands. */
        long count(double days) {
            return Math.round(days * perDay);
        }

        @Override
        public String text(double number) {
            return Double.isNaN(number) ? "" : Long.toString(count(number));
        }
    }
}
