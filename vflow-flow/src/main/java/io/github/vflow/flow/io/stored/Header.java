package io.github.vflow.flow.io.stored;

import io.github.vflow.flow.io.json.ImageSpecJson;
import io.github.vflow.flow.io.json.MixtureSpecJson;
import io.github.vflow.flow.io.json.RowSpecJson;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The metadata with which a model file or a checkpoint begins: a format, its version, the specification, names of columns and notes.
 *
 * @param format the kind of content
 * @param writtenBy which command writes such files
 */
public record Header(String format, String writtenBy) {
    static final String KIND = "kind";
    static final String ROWS = "rows";
    static final String IMAGES = "images";
    static final String MIXTURE = "mixture";
    static final String SPEC = "spec";
    static final String COLUMNS = "columns";
    static final String NOTES = "notes";
    /** The key of the scoring. */
    public static final String SCORING = "scoring";

    /** The key of the fitted. */
    public static final String FITTED = "fitted";

    /** The key of the history. */
    public static final String HISTORY = "history";

    /** The key of the plan. */
    public static final String PLAN = "plan";

    private static final String FORMAT = "format";
    private static final String VERSION = "version";
    private static final int CURRENT = 1;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** Begins the content of a file. */
    public SafeTensors.Builder begin(Spec spec, List<String> columns, Map<String, String> notes) {
        return SafeTensors.builder()
                .metadata(FORMAT, format)
                .metadata(VERSION, Integer.toString(CURRENT))
                .metadata(KIND, kind(spec))
                .metadata(SPEC, json(spec).toString())
                .metadata(COLUMNS, Json.write(columns))
                .metadata(NOTES, Json.write(new TreeMap<>(notes)));
    }

    private static String kind(Spec spec) {
        return switch (spec) {
            case RowSpec _ -> ROWS;
            case Spec.Mixture _ -> MIXTURE;
            case ImageSpec _ -> IMAGES;
        };
    }

    private static JsonObject json(Spec spec) {
        return switch (spec) {
            case RowSpec rows -> Components.write(rows, RowSpecJson::spec);
            case Spec.Mixture mixture -> Components.write(mixture, MixtureSpecJson::spec);
            case ImageSpec images -> Components.write(images, ImageSpecJson::spec);
        };
    }

    /** Whether a file says that it has this format. */
    public boolean isOf(Path path) throws IOException {
        return format.equals(SafeTensors.read(path).metadata().get(FORMAT));
    }

    /**
     * Opens the content of a file of this format, as it was written.
     *
     * @throws FileFormatException if it has another format, another version, or is damaged
     */
    public Stored open(SafeTensors content) throws FileFormatException {
        Map<String, String> metadata = content.metadata();
        Stored stored = new Stored(content);
        String found = metadata.getOrDefault(FORMAT, "none");
        if (!found.equals(format)) {
            throw stored.bad("expected the format \"" + format + "\" but the file's is \"" + Stored.shown(found)
                    + "\"; give a file written by " + writtenBy);
        }
        int version = version(stored, metadata.getOrDefault(VERSION, "none"));
        if (version != CURRENT) {
            throw stored.bad("this program reads version " + CURRENT + " of the format \"" + format
                    + "\" but the file is version " + version + "; use the release that wrote it");
        }
        if (!metadata.containsKey(SafeTensors.CHECKSUM)) {
            throw stored.bad("the metadata \"" + SafeTensors.CHECKSUM
                    + "\" is missing; the file is damaged, so fetch it or write it again");
        }
        content.verifyChecksum();
        return stored;
    }

    private static int version(Stored stored, String text) throws FileFormatException {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw stored.bad("the version must be a whole number from 1 on but is \"" + Stored.shown(text)
                    + "\"; the file is damaged, so fetch it or write it again");
        }
        return Integer.parseInt(text);
    }
}
