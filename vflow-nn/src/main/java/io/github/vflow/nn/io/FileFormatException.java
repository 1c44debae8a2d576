package io.github.vflow.nn.io;

import java.io.IOException;

/** A file that is not what its reader needs. The message names the file, the place, what is there, and a remedy. */
public final class FileFormatException extends IOException {
    /** With such a message. */
    public FileFormatException(String message) {
        super(message);
    }

    /** With such a message, and what found it. */
    public FileFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
