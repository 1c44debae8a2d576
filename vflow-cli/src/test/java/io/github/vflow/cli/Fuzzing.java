package io.github.vflow.cli;

import io.github.vflow.cli.FuzzTarget.Seed;
import io.github.vflow.cli.fuzz.Mutator;
import io.github.vflow.cli.fuzz.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Damages files of one kind and counts what becomes of them. The same seed makes the same files. */
final class Fuzzing {
    private static final int MOST_FINDINGS = 20;

    private final FuzzTarget target;
    private final Path kept;
    private final long seed;
    private final Mutator mutator;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int mutations;
    private int loaded;

    /** With a folder for files that show a fault. */
    Fuzzing(FuzzTarget target, long seed, Path kept) {
        this.target = target;
        this.seed = seed;
        this.kept = kept;
        this.mutator = new Mutator(seed);
    }

    /** Goes on while a test of the number of mutations so far holds. */
    Fuzzing during(IntPredicate goesOn) throws IOException {
        while (goesOn.test(mutations) && findings.size() < MOST_FINDINGS) {
            Seed whole = mutator.oneOf(target.seeds());
            byte[] other = mutator.oneOf(target.seeds()).bytes();
            byte[] damaged = mutator.oneOf(whole.forms()).changed(whole.bytes(), b -> mutator.mutate(b, other));
            Files.write(target.file(), damaged);
            mutations++;
            boolean hangs = hangs(note(target.judged(), damaged));
            if (!hangs && mutations % target.every() == 0) {
                hangs = hangs(note(target.commanded(mutations / target.every()), damaged));
            }
            if (hangs) {
                // its thread goes on, and takes the time of all that follow
                break;
            }
        }
        return this;
    }

    private static boolean hangs(Verdict verdict) {
        return verdict instanceof Verdict.Wrong wrong && wrong.where().equals("no end");
    }

    private Verdict note(Verdict verdict, byte[] damaged) throws IOException {
        if (verdict instanceof Verdict.Loaded) {
            loaded++;
        }
        if (verdict instanceof Verdict.Wrong wrong && known.add(wrong.where())) {
            Files.createDirectories(kept);
            Path file = kept.resolve(target.name() + "-" + seed + "-" + mutations + "-"
                    + target.file().getFileName());
            Files.write(file, damaged);
            findings.add(wrong.what() + " (" + file + ")");
        }
        return verdict;
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    /** One line. */
    @Override
    public String toString() {
        return "%s: %,d mutations, %,d readings without complaint, %d faults, seed %d"
                .formatted(target.name(), mutations, loaded, findings.size(), seed);
    }
}
