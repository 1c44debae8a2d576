package io.github.vflow.flow.io;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** Records as JSON text in the metadata of a file. Nothing is left out, null, or of another type, and no key is there twice. */
final class Json {
    private static final int SHOWN = 300;

    private static final List<CoercionInputShape> NOT_TEXT =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, texts -> {
                for (CoercionInputShape other : NOT_TEXT) {
                    texts.setCoercion(other, CoercionAction.Fail);
                }
            })
            .addMixIn(Schedule.class, Kind.class)
            .changeDefaultNullHandling(nulls -> nulls.withValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();

    /** A sealed interface's JSON has the simple name of the record as its {@code kind}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kind {}

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * Reads a record back.
     *
     * @param where the file and the key, for the message
     * @param upgrade from the fields of an earlier version to those of the record
     */
    static <T> T read(String where, String json, Class<T> type, UnaryOperator<ObjectNode> upgrade)
            throws FileFormatException {
        return read(where, () -> {
            @Nullable ObjectNode fields = MAPPER.readValue(json, ObjectNode.class);
            return fields == null ? null : MAPPER.treeToValue(upgrade.apply(fields), type);
        });
    }

    /** Reads a list of texts back. */
    static List<String> texts(String where, String json) throws FileFormatException {
        return read(where, () -> MAPPER.readValue(json, new TypeReference<List<String>>() {}));
    }

    /** Reads a map of texts back. */
    static Map<String, String> map(String where, String json) throws FileFormatException {
        return read(where, () -> MAPPER.readValue(json, new TypeReference<Map<String, String>>() {}));
    }

    private static <T> T read(String where, Supplier<@Nullable T> parsed) throws FileFormatException {
        try {
            @Nullable T value = parsed.get();
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
            String reason = cause instanceof JacksonException j ? j.getOriginalMessage() : cause.getMessage();
            throw new FileFormatException(where + cannot(String.valueOf(reason)), e);
        }
        throw new FileFormatException(where + cannot("it is null"));
    }

    private static String cannot(String reason) {
        String shown = reason.length() <= SHOWN ? reason : reason.substring(0, SHOWN) + "…";
        return ": cannot be read (" + shown + "); the file is damaged or from another version";
    }
}
