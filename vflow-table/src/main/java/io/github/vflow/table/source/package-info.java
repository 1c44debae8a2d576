/**
 * Sources of tables: records of named cells, one at a time, from files, objects and queries.
 *
 * <p>Start with {@link TableSource} and {@link CsvSource}. A source is opened for each pass over its records, so that no pass holds more than one
 * record. A pass reports {@linkplain Finding findings}. This package knows neither schemas nor models.
 */
package io.github.vflow.table.source;
