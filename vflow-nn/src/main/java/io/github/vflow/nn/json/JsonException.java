package io.github.vflow.nn.json;

/** Thrown if a text is not JSON, or a value has another type or form than expected; the message has no file name and no remedy, which callers add. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** An exception with such a message. */
    public JsonException(String message) {
        super(message);
    }

    /** An exception with such a message and its cause. */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
