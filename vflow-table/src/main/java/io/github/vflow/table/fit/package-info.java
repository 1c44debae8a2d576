/** How a density is learned: the recipe, and who watches. Start with {@code Recipe}. */
package io.github.vflow.table.fit;
