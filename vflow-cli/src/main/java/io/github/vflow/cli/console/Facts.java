package io.github.vflow.cli.console;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A result that a command builds fact by fact: keys with their values for {@code --json}, in order, and lines for people. */
public final class Facts {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final StringJoiner lines = new StringJoiner("\n");

    /** Adds a key of the JSON object; a value that {@link Json} does not know is an error. */
    public Facts put(String key, @Nullable Object value) {
        values.put(key, value);
        return this;
    }

    /** Adds a line of the text. */
    public Facts line(String format, Object... args) {
        lines.add(Text.format(format, args));
        return this;
    }

    /** Adds lines as they are. */
    public Facts lines(List<String> ready) {
        ready.forEach(lines::add);
        return this;
    }

    /** Adds a line about a file that was written; nothing without a file. */
    public Facts wrote(@Nullable Path file) {
        return file == null ? this : line("wrote %s", file);
    }

    /** The result in lines, without a line break at the end. */
    public String text() {
        return lines.toString();
    }

    Map<String, @Nullable Object> values() {
        return values;
    }
}
