package io.github.vflow.cli;

import io.github.vflow.cli.fuzz.Form;
import io.github.vflow.cli.fuzz.Judge;
import io.github.vflow.cli.fuzz.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A reader of files.
 *
 * @param name for a person
 * @param file where damaged files are put: beside what belongs to them
 * @param seeds whole files
 * @param read the reader as a program calls it
 * @param every one of so many files is given to the command too
 * @param command by a number, one of the commands that read such files
 */
record FuzzTarget(String name, Path file, List<Seed> seeds, Reading read, int every, Commanded command) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");
    private static final int LONGEST = 2_000;

    /**
     * A whole file.
     *
     * @param bytes of it
     * @param forms which ways to change it there are
     */
    record Seed(byte[] bytes, List<Form> forms) {
        static Seed raw(byte... bytes) {
            return new Seed(bytes, List.of(Form.RAW));
        }

        static Seed packed(byte... bytes) {
            return new Seed(Form.gzip(bytes), List.of(Form.RAW, Form.GZIP, Form.GZIP));
        }
    }

    /** A reader. */
    @FunctionalInterface
    interface Reading {
        void read(Path file) throws IOException;
    }

    /** A command. */
    @FunctionalInterface
    interface Commanded {
        Run run(Path file, int number);
    }

    @Override
    public String toString() {
        return name;
    }

    /** The reader's verdict on what is in the file now. */
    Verdict judged() {
        return Judge.of(file, () -> {
            read.read(file);
            return true;
        });
    }

    /** The command's: it succeeds, or says in one line why not. */
    Verdict commanded(int number) {
        return Judge.timed(() -> verdict(command.run(file, number)));
    }

    private static Verdict verdict(Run run) {
        String last = run.err().strip().lines().reduce("", (_, line) -> line);
        String wrong = run.code() < 0 || run.code() > 3
                ? "exit code " + run.code()
                : run.err().contains("internal error")
                        ? "an internal error"
                        : run.err().contains("\tat ")
                                ? "a stack trace"
                                : run.code() != 0 && last.isEmpty() && run.out().isEmpty()
                                        ? "exit code " + run.code() + " without a word"
                                        : CONTROL.matcher(run.err() + run.out()).find()
                                                ? "control characters of the file on the terminal"
                                                : last.length() > LONGEST
                                                        ? "a line of " + last.length() + " characters"
                                                        : "";
        if (wrong.isEmpty()) {
            return run.code() == 0 ? new Verdict.Loaded() : new Verdict.Refused();
        }
        String shown = last.substring(0, Math.min(last.length(), 300));
        return new Verdict.Wrong("the command: " + wrong + ": " + shown, wrong + shown.replaceAll("[\"\\d].*", ""));
    }
}
