package io.github.vflow.cli.console;

import io.github.vflow.cli.format.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on standard error: a bar with the remaining time on a terminal, otherwise a line at every tenth. Thread-safe.
 */
public final class ProgressMeter implements AutoCloseable {
    private static final int LINES = 10;

    /** A fixed width, because the bar asks the terminal for its width through native code. */
    private static final int WIDTH = 79;

    /** Seconds of work without a line. */
    private static final double SOON = 2;

    /** Seconds in which no step is taken: work that is reported sooner was done before, beside other work, and has no rate. */
    private static final double AT_ONCE = 1e-3;

    /** Seconds between the words of a bar. */
    private static final double REFRESH = 0.2;

    private final Console console;
    private final String task;
    private final String unit;
    private final double silent;
    private final boolean mayEndEarly;
    private final LongSupplier clock;
    private final long started;
    private final @Nullable ProgressBar bar;
    private long all;
    private boolean hasSkipped;
    private String words = "";
    private double written;
    private long first;
    private long tenths;

    /** Shows the progress of training steps that are all done. */
    public ProgressMeter(Console console, String task, long done, long all) {
        this(console, task, done, all, false);
    }

    /**
     * Shows the progress of training steps.
     *
     * @param mayEndEarly whether some may be left out: then the remaining time is an upper bound
     */
    public ProgressMeter(Console console, String task, long done, long all, boolean mayEndEarly) {
        this(console, task, "steps", done, all, 0, mayEndEarly, System::nanoTime);
    }

    /** Shows the progress of work that may take no time. */
    public ProgressMeter(Console console, String task, String unit, long all) {
        this(console, task, unit, 0, all, SOON, false, System::nanoTime);
    }

    /** Takes how many more steps are done, from any thread. */
    public IntConsumer counter() {
        AtomicLong done = new AtomicLong(first);
        return more -> at(done.addAndGet(more), "");
    }

    ProgressMeter(
            Console console,
            String task,
            String unit,
            long done,
            long all,
            double silent,
            boolean mayEndEarly,
            LongSupplier clock) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.silent = silent;
        this.all = all;
        tenths = done * LINES / all;
        this.first = done;
        this.mayEndEarly = mayEndEarly;
        this.clock = clock;
        this.started = clock.getAsLong();
        this.bar = isWatched() ? bar() : null;
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25, System.console() is null again without a terminal
    private static boolean isWatched() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }

    private ProgressBar bar() {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(Printable.line(task.substring(task.lastIndexOf('/') + 1)))
                .setInitialMax(all)
                .startsFrom(first, Duration.ZERO)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(standardError(), WIDTH))
                .hideEta();
        return builder.build();
    }

    private static PrintStream standardError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    /** Takes another amount of all work. */
    public synchronized void ofAll(long amount) {
        tenths = tenths * all / amount;
        all = amount;
        if (bar != null) {
            bar.maxHint(amount);
        }
    }

    /** Goes on at an amount, since work before it is left out: then the remaining time is an estimate. */
    public synchronized void skipTo(long done) {
        hasSkipped = true;
        at(done, "");
    }

    /** Clears the line of a terminal, for a note. */
    public synchronized void clear() {
        if (bar != null) {
            standardError().print("\r" + " ".repeat(WIDTH) + "\r");
        }
    }

    /** Reports the amount done, with a few words about it. */
    public synchronized void at(long done, String about) {
        words = about;
        at(done);
    }

    /** Reports the amount done. */
    public synchronized void at(long done) {
        double seconds = (clock.getAsLong() - started) * 1e-9;
        if (bar != null) {
            bar.maxHint(Math.max(all, done));
            bar.stepTo(done);
            if (seconds >= written + REFRESH) {
                written = seconds;
                bar.setExtraMessage(Printable.line(barWords(done, seconds)));
            }
        } else if (seconds < AT_ONCE) {
            first = done;
            tenths = done * LINES / all;
        } else if (done * LINES / all > tenths) {
            tenths = done * LINES / all;
            if (seconds >= silent) {
                String some =
                        done > all ? Text.format("%,d %s", done, unit) : Text.format("%,d of %,d %s", done, all, unit);
                console.note("%s: %s, %s", task, some, joined(words, left(done, seconds)));
            }
        }
    }

    /**
     * The words of a bar: the time first, since what does not fit into the line is cut. The first tenth of steps that may be left out has no time:
     * the kernels are not compiled yet, and far fewer steps may be left than all.
     */
    String barWords(long done, double seconds) {
        boolean isKnown = !mayEndEarly || hasSkipped || done * LINES >= all;
        return joined(isKnown ? left(done, seconds) : "", words);
    }

    private static String joined(String first, String second) {
        return first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
    }

    /** The time left. Columns with probabilities may take more steps than planned. */
    private String left(long done, double seconds) {
        if (done > all) {
            return "more than planned";
        }
        double left = seconds * (all - done) / Math.max(1, done - first);
        return (!mayEndEarly ? "" : hasSkipped ? "about " : "at most ") + rough(left) + " left";
    }

    /** A duration that is an estimate. */
    private static String rough(double seconds) {
        if (seconds < 60) {
            return Text.format("%.0f s", Math.ceil(seconds));
        }
        double unit = seconds < 600 ? 10 : 60;
        return Text.duration(unit * Math.ceil(seconds / unit));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
