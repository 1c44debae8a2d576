package io.github.vflow.cli.console;

import io.github.vflow.cli.format.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
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

    private final Console console;
    private final String task;
    private final String unit;
    private final double silent;
    private final long all;
    private final boolean mayEndEarly;
    private final long later;
    private final long started = System.nanoTime();
    private final @Nullable ProgressBar bar;
    private long first;
    private long said;

    /** Shows the progress of training steps that are all done. */
    public ProgressMeter(Console console, String task, long done, long all) {
        this(console, task, done, all, false, 0);
    }

    /**
     * Shows the progress of training steps.
     *
     * @param mayEndEarly whether some may be left out: then the remaining time is an upper bound
     * @param later steps of the trainings that follow, which the remaining time includes
     */
    public ProgressMeter(Console console, String task, long done, long all, boolean mayEndEarly, long later) {
        this(console, task, "steps", done, all, 0, mayEndEarly, later);
    }

    /** Shows the progress of work that may take no time. */
    public ProgressMeter(Console console, String task, String unit, long all) {
        this(console, task, unit, 0, all, SOON, false, 0);
    }

    /** Takes how many more steps are done, from any thread. */
    public IntConsumer counter() {
        AtomicLong done = new AtomicLong(first);
        return more -> at(done.addAndGet(more), "");
    }

    private ProgressMeter(
            Console console,
            String task,
            String unit,
            long done,
            long all,
            double silent,
            boolean mayEndEarly,
            long later) {
        this.console = console;
        this.task = task;
        this.unit = unit;
        this.silent = silent;
        this.all = all;
        this.said = done * LINES / all;
        this.first = done;
        this.mayEndEarly = mayEndEarly;
        this.later = later;
        this.bar = isWatched() ? bar() : null;
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25, System.console() is null again without a terminal
    private static boolean isWatched() {
        java.io.Console terminal = System.console();
        return terminal != null && terminal.isTerminal();
    }

    private ProgressBar bar() {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(Printable.line(task))
                .setInitialMax(all)
                .startsFrom(first, Duration.ZERO)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(standardError(), WIDTH));
        return (mayEndEarly ? builder.hideEta() : builder).build();
    }

    private static PrintStream standardError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }

    /** Reports the amount done, with a few words about it. */
    public synchronized void at(long done, String words) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(Printable.line(words));
            return;
        }
        double seconds = (System.nanoTime() - started) * 1e-9;
        if (seconds < AT_ONCE) {
            first = done;
            said = done * LINES / all;
        } else if (done * LINES / all > said) {
            said = done * LINES / all;
            double left = seconds * (all - done + later) / Math.max(1, done - first);
            if (seconds >= silent) {
                console.note(
                        "%s: %,d of %,d %s, %s%s%s left%s",
                        task,
                        done,
                        all,
                        unit,
                        words.isEmpty() ? "" : words + ", ",
                        mayEndEarly ? "at most " : "",
                        Text.duration(left),
                        later > 0 ? " for all models" : "");
            }
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
