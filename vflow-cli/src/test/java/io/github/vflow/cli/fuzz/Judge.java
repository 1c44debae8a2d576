package io.github.vflow.cli.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs what reads a damaged file, for a time at most. The time is that of its thread on a processor, so that a busy machine makes no
 * reader slow; what waits for others has a longer time on the clock.
 */
public final class Judge {
    private static final long LIMIT = 5_000_000_000L;
    private static final long ON_THE_CLOCK = 60_000_000_000L;
    /** A message is for a person, who reads a line or two. */
    private static final int LONGEST = 2_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Judge() {}

    /** A reader as a program calls it: it may throw what says that a file is bad, and must name it. */
    public static Verdict of(Path file, Callable<?> read) {
        return timed(() -> {
            try {
                read.call();
                return new Verdict.Loaded();
            } catch (IOException | IllegalArgumentException e) {
                return complaint(file, e);
            }
        });
    }

    private static Verdict complaint(Path file, Exception e) {
        String said = String.valueOf(e.getMessage());
        if (!said.contains(String.valueOf(file.getFileName()))) {
            return new Verdict.Wrong("the message does not name the file: " + e, origin(e));
        }
        return said.length() > LONGEST
                ? new Verdict.Wrong("a message of " + said.length() + " characters", origin(e))
                : new Verdict.Refused();
    }

    /** Any work, with a verdict of its own; what it throws is wrong. */
    public static Verdict timed(Callable<Verdict> work) {
        FutureTask<Verdict> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().name("reader").start(task);
        long start = System.nanoTime();
        while (true) {
            try {
                return task.get(200, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                return new Verdict.Wrong(e.getCause().toString(), origin(e.getCause()));
            } catch (TimeoutException _) {
                long busy = THREADS.getThreadCpuTime(thread.threadId());
                if (busy > LIMIT || System.nanoTime() - start > ON_THE_CLOCK) {
                    String at = at(thread.getStackTrace());
                    thread.interrupt();
                    return new Verdict.Wrong("no end after " + busy / 1_000_000 + " ms of work, at " + at, "no end");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while a file was read", e);
            }
        }
    }

    private static String origin(Throwable e) {
        return e.getClass().getName() + at(e.getStackTrace());
    }

    /** The innermost of our own methods, whose line changes less than what is below it. */
    private static String at(StackTraceElement[] stack) {
        Optional<StackTraceElement> ours = Arrays.stream(stack)
                .filter(f -> f.getClassName().startsWith("io.github.vflow")
                        && !f.getClassName().contains("fuzz"))
                .findFirst();
        return Stream.concat(Arrays.stream(stack).limit(1), ours.stream())
                .map(f -> " " + f.getClassName() + "." + f.getMethodName() + ":" + f.getLineNumber())
                .collect(Collectors.joining(","));
    }
}
