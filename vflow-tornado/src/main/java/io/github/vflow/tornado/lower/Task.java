package io.github.vflow.tornado.lower;

/**
 * A kernel to be run.
 *
 * @param kernel which
 * @param at where its words begin
 * @param items work items, a multiple of the kernel's group: anything else would be computed wrongly without a message
 */
public record Task(Kernel kernel, int at, int items) {
    /** With at least this many work items. */
    static Task of(Kernel kernel, int at, int items) {
        return new Task(kernel, at, (items + kernel.group() - 1) / kernel.group() * kernel.group());
    }
}
