package io.github.vflow.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands as a shell reads them. */
public final class CommandLines {
    /** Options of a training without an effect on the model, with whether a value follows. */
    private static final Map<String, Boolean> WITHOUT_EFFECT = Map.of(
            "--out", true,
            "--checkpoint", true,
            "--threads", true,
            "--resume", false,
            "--json", false,
            "--debug", false);

    private CommandLines() {}

    /** A command of vflow with its words. */
    public static String of(List<String> words) {
        return Stream.concat(Stream.of("vflow"), words.stream())
                .map(CommandLines::quoted)
                .collect(Collectors.joining(" "));
    }

    /** The command of a training without the options that have no effect on the model, such as the files that it writes. */
    public static String ofTraining(List<String> words) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i).split("=", 2)[0];
            if (!WITHOUT_EFFECT.containsKey(name)) {
                rest.add(words.get(i));
            } else if (WITHOUT_EFFECT.getOrDefault(name, false) && words.get(i).equals(name)) {
                i++;
            }
        }
        return of(rest);
    }

    /** A word in quotes if a shell would take it for more than itself. */
    public static String quoted(String word) {
        return word.matches("[\\w./+,:=@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
