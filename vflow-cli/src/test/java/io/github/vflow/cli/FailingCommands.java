package io.github.vflow.cli;

import io.github.vflow.cli.failing.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs commands on a file system in which the n-th call fails, for n = 1, 2, … until a run has fewer calls, and prints what went wrong: a file that
 * is neither the old one nor the new one, a success without the new files, an internal error, or a stack trace. Runs in a JVM of its own, whose
 * default file system is that of {@code FailingProvider}.
 */
final class FailingCommands {
    private static final String TRAIN = "train @in.csv --steps 4 --hidden 4 --flow-steps 1 --noise 0,0.3"
            + " --threads 1 --checkpoint @c.safetensors --out @m.safetensors";
    private static final List<String> COMMANDS = List.of(
            TRAIN,
            "train @in.csv --resume --checkpoint @before.safetensors --threads 1 --out @m.safetensors",
            "score @old.safetensors @in.csv --threads 1 --out @scores.csv",
            "calibrate @old.safetensors @in.csv",
            "impute @old.safetensors @in.csv --samples 20 --out @filled.csv",
            "sample @old.safetensors --rows 20 --threads 1 --out @drawn.csv",
            "report @old.safetensors --data @in.csv --rows 20 --out @page.html",
            "drift @old.safetensors @in.csv --state @state.json --threads 1");

    private final Path inputs;
    private final Path folder;
    /** Most files of a run are copies of the same inputs. */
    private final Map<ByteBuffer, String> known = new HashMap<>();

    private long faults;

    private FailingCommands(Path dir) throws IOException {
        this.inputs = Files.createDirectory(dir.resolve("inputs"));
        this.folder = Files.createDirectory(dir.resolve("run"));
    }

    /** The folder of all files, and how many calls to go on after each failure of each command: {@code drift=7}, or {@code =1} for all commands. */
    public static void main(String[] args) throws IOException {
        FailingCommands all = new FailingCommands(Path.of(args[0]));
        all.writeInputs();
        for (String command : COMMANDS) {
            for (String arg : List.of(args).subList(1, args.length)) {
                String[] stride = arg.split("=", -1);
                if (command.startsWith(stride[0])) {
                    all.fail(command, Long.parseLong(stride[1]));
                }
            }
        }
        System.out.println("faults: " + all.faults);
    }

    private void writeInputs() throws IOException {
        Path table = Tables.write(inputs.resolve("in.csv"), 60, 3);
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        lines.set(4, lines.get(4).replaceAll(",[^,]*$", ","));
        Files.write(table, lines);
        run(inputs, TRAIN.replace("@c.", "@before.").replace("@m.", "@old."));
        run(inputs, "drift @old.safetensors @in.csv --state @state.json");
        for (String old :
                List.of("scores.csv", "filled.csv", "drawn.csv", "page.html", "m.safetensors", "c.safetensors")) {
            Files.copy(inputs.resolve(old.endsWith("tensors") ? "old.safetensors" : "in.csv"), inputs.resolve(old));
        }
        Files.copy(
                inputs.resolve("before.safetensors"),
                inputs.resolve("c.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Run run(Path in, String command) {
        return Run.vflow(Stream.of(command.split(" ", -1))
                .map(w -> w.startsWith("@") ? in.resolve(w.substring(1)) : w)
                .toArray());
    }

    private void reset() throws IOException {
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> all = Files.list(inputs)) {
            for (Path file : all.toList()) {
                Files.copy(file, folder.resolve(inputs.relativize(file).toString()));
            }
        }
    }

    private SortedMap<String, String> contents(Path of) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.list(of)) {
            for (Path file : all.toList()) {
                String name = String.valueOf(file.getFileName());
                contents.put(name, name.endsWith(".tmp") ? "temporary" : content(file));
            }
        }
        return contents;
    }

    private String content(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        String content = known.get(bytes);
        if (content == null) {
            content = OptionRuns.content(file);
            known.put(bytes, content);
        }
        return content;
    }

    private void fail(String command, long stride) throws IOException {
        reset();
        SortedMap<String, String> old = contents(folder);
        Faults.all().arm(folder, 0);
        Run clean = run(folder, command).ok();
        Faults.all().disarm();
        long calls = Faults.all().calls();
        SortedMap<String, String> made = contents(folder);
        long survived = 0;
        for (long n = 1; n <= calls; n += stride) {
            reset();
            Faults.all().arm(folder, n);
            Run run = run(folder, command);
            Faults.all().disarm();
            survived += run.code() == 0 ? 1 : 0;
            judge(command, n, run, old, made);
        }
        System.out.println("calls: " + command.replaceAll(" .*", "") + (command.contains("--resume") ? " --resume" : "")
                + " " + calls + ", " + survived + " survived, exit code " + clean.code());
    }

    private void judge(String command, long n, Run run, Map<String, String> old, Map<String, String> made)
            throws IOException {
        String failed = Faults.all().failed();
        List<String> wrong = new ArrayList<>();
        String last = run.err().strip().lines().reduce("", (_, line) -> line);
        if (run.err().contains("\tat ") || run.err().contains("internal error")) {
            wrong.add("says " + run.err().strip());
        }
        if (run.code() != 0 && !last.startsWith("vflow: ")) {
            wrong.add("exit code " + run.code() + " without a line, but " + last);
        }
        for (Map.Entry<String, String> file : contents(folder).entrySet()) {
            String name = file.getKey();
            boolean isNew = file.getValue().equals(made.get(name));
            boolean isOld = file.getValue().equals(old.get(name));
            boolean isSaid = run.code() != 0 && isOld;
            boolean isWarned = isOld && run.err().contains(name);
            boolean isCheckpoint = name.startsWith("c") && name.endsWith("tensors");
            if (name.endsWith(".tmp")) {
                if (!failed.startsWith("delete")) {
                    wrong.add("leaves " + name);
                }
            } else if (!isNew && !isSaid && !isWarned && !isCheckpoint) {
                wrong.add((isOld ? "old " : "a third ") + name + " with exit code " + run.code());
            }
        }
        if (!contents(folder).keySet().containsAll(old.keySet())) {
            wrong.add("a file is gone: " + contents(folder).keySet());
        }
        for (String fault : wrong) {
            faults++;
            System.out.println(
                    "fault: " + command.replaceAll(" .*", "") + ", call " + n + " (" + failed + "): " + fault);
        }
    }
}
