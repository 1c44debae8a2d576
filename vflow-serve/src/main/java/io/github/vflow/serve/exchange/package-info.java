/**
 * Requests, answers, refusals and limits, apart from any server.
 *
 * <p>Start with {@link io.github.vflow.serve.exchange.Request}. Uses nothing but JSON.
 */
package io.github.vflow.serve.exchange;
