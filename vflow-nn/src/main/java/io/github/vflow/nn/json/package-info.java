/**
 * JSON as plain values, and records read from it by hand.
 *
 * <p>{@link JsonValue} reads and writes texts; {@link Fields} and {@link Field} read a record from a value and refuse everything
 * else. {@link Components} has one mapping for both ways. Only this package sees Jackson; it uses the streaming parser and generator. For our
 * own modules.
 */
package io.github.vflow.nn.json;
