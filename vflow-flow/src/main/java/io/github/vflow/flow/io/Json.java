package io.github.vflow.flow.io;

import io.github.vflow.nn.io.FileFormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON text in the metadata of a file. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * Reads a record back.
     *
     * @param where the file and the key, for the message
     */
    static <T> T read(String where, String json, Class<T> type) throws FileFormatException {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
            String reason = cause instanceof JacksonException j ? j.getOriginalMessage() : cause.getMessage();
            throw new FileFormatException(
                    where + ": cannot be read (" + reason + "); the file is damaged or from another version", e);
        }
    }
}
