/**
 * The service over HTTP: connections, tokens, limits, the order of requests, the end.
 *
 * <p>Start with {@link io.github.vflow.serve.http.ModelServer}. It hands each request to {@code serve.route.Router}.
 */
package io.github.vflow.serve.http;
