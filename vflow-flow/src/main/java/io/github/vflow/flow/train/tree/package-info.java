/** The start of the chain of discrete columns. Start with {@link io.github.vflow.flow.train.tree.TreeStart}. */
package io.github.vflow.flow.train.tree;
