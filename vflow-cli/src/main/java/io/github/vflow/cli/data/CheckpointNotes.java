package io.github.vflow.cli.data;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notes of a checkpoint about its data.
 *
 * @param file the checkpoint, for messages
 * @param texts the notes by key
 */
public record CheckpointNotes(Path file, Map<String, String> texts) {
    public Optional<String> text(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /**
     * The number of a note in [least, most], or a default without that note.
     *
     * @throws FileFormatException if the note is not a number in that range
     */
    public double number(String key, double least, double most, double otherwise) throws FileFormatException {
        String text = texts.get(key);
        return text == null ? otherwise : number(key, text, least, most);
    }

    private double number(String key, String text, double least, double most) throws FileFormatException {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw bad(key, text, least, most, e);
        }
        if (!(value >= least && value <= most)) {
            throw bad(key, text, least, most, null);
        }
        return value;
    }

    /** The integer of a note in [0, most], or 0 without that note. */
    public int whole(String key, int most) throws FileFormatException {
        double value = number(key, 0, most, 0);
        if (value != Math.rint(value)) {
            throw bad(key, String.valueOf(texts.get(key)), 0, most, null);
        }
        return (int) value;
    }

    private FileFormatException bad(String key, String text, double least, double most, @Nullable Exception cause) {
        String message = file + ": the note \"" + key + "\" must be a number from " + least + " to " + most
                + " but is \"" + text + "\"; the file is damaged";
        return cause == null ? new FileFormatException(message) : new FileFormatException(message, cause);
    }
}
