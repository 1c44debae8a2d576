package io.github.vflow.cli.usage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The range of an option of a whole number, or of each number of a list. A value far beyond any use is an error before the command starts, and
 * thus before anything of that size is allocated.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Range {
    /** The smallest value. */
    long least();

    /** The largest value. */
    long most() default Long.MAX_VALUE;
}
