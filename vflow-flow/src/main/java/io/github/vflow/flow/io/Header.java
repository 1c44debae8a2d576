package io.github.vflow.flow.io;

import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ModelSpec;
import io.github.vflow.flow.Spec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.io.SafeTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the metadata of all our files begins with: a format and its version. */
record Header(String format, String version) {
    private static final String FORMAT = "format";
    private static final String VERSION = "version";
    private static final String SPEC = "spec";
    private static final String KIND = "kind";
    private static final String ROWS = "rows";
    private static final String IMAGES = "images";
    private static final String COLUMNS = "columns";
    private static final String NOTES = "notes";

    SafeTensors.Builder begin(Spec spec, List<String> columns, Map<String, String> notes) {
        return SafeTensors.builder()
                .metadata(FORMAT, format)
                .metadata(VERSION, version)
                .metadata(
                        KIND,
                        switch (spec) {
                            case ModelSpec _ -> ROWS;
                            case ImageSpec _ -> IMAGES;
                        })
                .metadata(SPEC, Json.write(spec))
                .metadata(COLUMNS, Json.write(columns))
                .metadata(NOTES, Json.write(new TreeMap<>(notes)));
    }

    void check(Path path, SafeTensors file, String writtenBy) throws FileFormatException {
        String found = file.metadata().getOrDefault(FORMAT, "none");
        if (!found.equals(format)) {
            throw new FileFormatException(path + ": expected the format \"" + format + "\" but the file's is \"" + found
                    + "\"; give a file written by " + writtenBy);
        }
        String theirs = file.metadata().getOrDefault(VERSION, "none");
        if (!theirs.equals(version)) {
            throw new FileFormatException(path + ": this program reads version " + version + " of the format \""
                    + format + "\" but the file is version " + theirs + "; use the release that wrote it");
        }
    }

    /** The architecture; files without a kind are of rows. */
    static Spec spec(Path path, SafeTensors file) throws FileFormatException {
        String kind = file.metadata().getOrDefault(KIND, ROWS);
        return switch (kind) {
            case ROWS -> read(path, file, SPEC, ModelSpec.class);
            case IMAGES -> read(path, file, SPEC, ImageSpec.class);
            default ->
                throw new FileFormatException(path + ": expected a model of rows or images but it is of \"" + kind
                        + "\"; use the release that wrote it");
        };
    }

    static List<String> columns(Path path, SafeTensors file) throws FileFormatException {
        return List.of(read(path, file, COLUMNS, String[].class));
    }

    static Map<String, String> notes(Path path, SafeTensors file) throws FileFormatException {
        Map<String, String> notes = new TreeMap<>();
        Map<?, ?> stored = read(path, file, NOTES, Map.class);
        stored.forEach((k, v) -> notes.put(String.valueOf(k), String.valueOf(v)));
        return notes;
    }

    static <T> T read(Path path, SafeTensors file, String key, Class<T> type) throws FileFormatException {
        String json = file.metadata().get(key);
        if (json == null) {
            throw new FileFormatException(path + ": the metadata \"" + key + "\" is missing; the file is damaged");
        }
        return Json.read(path + ", metadata \"" + key + "\"", json, type);
    }
}
