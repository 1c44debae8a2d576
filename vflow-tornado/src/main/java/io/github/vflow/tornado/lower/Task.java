package io.github.vflow.tornado.lower;

/**
 * One launch of a kernel.
 *
 * @param kernel the kernel
 * @param at the offset of its words
 * @param items work items, a multiple of the kernel's group: TornadoVM computes other numbers wrongly without a message
 */
public record Task(Kernel kernel, int at, int items) {
    /** A task with at least some number of work items. */
    static Task of(Kernel kernel, int at, int items) {
        return new Task(kernel, at, (items + kernel.group() - 1) / kernel.group() * kernel.group());
    }
}
