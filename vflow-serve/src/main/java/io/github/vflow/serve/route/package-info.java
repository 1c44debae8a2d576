/**
 * The functions of the service, each from a request to an answer.
 *
 * <p>Start with {@link io.github.vflow.serve.route.Router}.
 */
package io.github.vflow.serve.route;
